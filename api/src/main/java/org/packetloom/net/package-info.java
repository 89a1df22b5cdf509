// SPDX-License-Identifier: Apache-2.0
/**
 * The classes of {@code java.net} over Packetloom: for code that takes a factory, or none at all.
 *
 * <p>Drivers and clients that wait in the JDK's sockets get deadlines, cancellation that keeps the
 * connection, and Unix-domain sockets when they are told another factory, most often by its name in
 * a URL.
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.net.PacketloomSocketFactory} and {@link
 *       org.packetloom.net.PacketloomServerSocketFactory} make sockets that behave as those of the
 *       JDK do, interrupts included, and can do more: deadlines, write timeouts, a choice of what
 *       an interrupt does, Unix-domain addresses, and any connector in place of the network. The
 *       argument of their constructors is a {@link org.packetloom.ConnectorUri} that every socket
 *       goes through.
 *   <li>{@link org.packetloom.net.JdkConnectors} makes connectors of what the JDK has.
 * </ul>
 *
 * {@snippet file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.net"}
 *
 * <p>Unless said otherwise everything uses {@link org.packetloom.Packetloom#shared()}.
 */
@NullMarked
package org.packetloom.net;

import org.jspecify.annotations.NullMarked;
