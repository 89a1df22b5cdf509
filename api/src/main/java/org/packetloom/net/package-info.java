// SPDX-License-Identifier: Apache-2.0
/**
 * The classes of {@code java.net} over Packetloom: for code that takes a factory, or none at all.
 *
 * <p>{@link org.packetloom.net.PacketloomSocketFactory} and {@link
 * org.packetloom.net.PacketloomServerSocketFactory} make sockets that behave as those of the JDK
 * do, interrupts included, and can do more: deadlines, write timeouts, a choice of what an
 * interrupt does, Unix-domain addresses, and any connector in place of the network. Their
 * constructors suit drivers that name a factory in their URL; the argument is a {@link
 * org.packetloom.ConnectorUri} that every socket goes through.
 *
 * <p>Unless said otherwise everything uses {@link org.packetloom.Packetloom#shared()}.
 */
@NullMarked
package org.packetloom.net;

import org.jspecify.annotations.NullMarked;
