// SPDX-License-Identifier: Apache-2.0
/**
 * The contracts of {@code java.net}: what the Javadoc of its sockets promises, as tests that run on
 * the JDK's own classes and on any that take their place.
 *
 * <p>A row extends {@link org.packetloom.suite.net.SocketContract}, {@link
 * org.packetloom.suite.net.ServerSocketContract}, {@link
 * org.packetloom.suite.net.DatagramSocketContract} or {@link
 * org.packetloom.suite.net.MulticastSocketContract}, and gives it {@link
 * org.packetloom.suite.net.Sockets}: what makes the sockets under test, and says by named
 * properties what they do where implementations are free to differ.
 */
package org.packetloom.suite.net;
