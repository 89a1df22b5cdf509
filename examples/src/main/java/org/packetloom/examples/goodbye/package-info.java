// SPDX-License-Identifier: Apache-2.0
/** A server that takes leave of its clients. */
package org.packetloom.examples.goodbye;
