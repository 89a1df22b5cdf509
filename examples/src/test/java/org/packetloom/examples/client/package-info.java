// SPDX-License-Identifier: Apache-2.0
/** Clients of the world, unchanged, on our sockets and on the JDK's own. */
package org.packetloom.examples.client;
