// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets for virtual threads: connectors named by URIs, deadlines, and how waiting ends.
 *
 * <p>Code writes plain blocking {@code read} and {@code write}, one virtual thread per connection;
 * native pollers behind park and unpark the threads. Every scheme, such as {@code tcp}, {@code
 * udp}, {@code local} and {@code pipe}, has the same calls and waits by the same contract: a
 * deadline ends a wait and leaves the connection usable, so does an interrupt unless chosen
 * otherwise, and closing wakes everyone.
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.Packetloom}, the toolkit: it opens everything else, and closes it.
 *   <li>{@link org.packetloom.StreamConnector}, a connection: bytes in and out, deadlines,
 *       timeouts, half-close. {@link org.packetloom.Listener}, {@link
 *       org.packetloom.DatagramConnector} and {@link org.packetloom.Server} are its companions.
 *   <li>{@link org.packetloom.Deadline}, the moment at which waiting ends, of one call or of all
 *       that a block of code waits for.
 * </ul>
 *
 * {@snippet file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom"}
 *
 * <p>What may go wrong is an {@link java.io.IOException}, a subtype of the JDK's own where it has
 * one; what stems from the system is a {@link org.packetloom.NativeFailure}.
 *
 * <p><img src="{@docRoot}/doc-files/architecture.svg" style="width: 100%; max-width: 980px"
 * alt="The layers: your code above the module org.packetloom, whose calls the runtime serves with
 * its engines, over the pollers of each operating system">
 */
@NullMarked
package org.packetloom;

import org.jspecify.annotations.NullMarked;
