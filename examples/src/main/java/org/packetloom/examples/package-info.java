// SPDX-License-Identifier: Apache-2.0
/** Small programs that show the library, and the {@code packetloom} command. */
package org.packetloom.examples;
