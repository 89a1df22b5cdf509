// SPDX-License-Identifier: Apache-2.0
/**
 * A scheme of one's own: streams within the process, written against {@code org.packetloom.spi} as
 * any user could.
 */
package org.packetloom.examples.memory;
