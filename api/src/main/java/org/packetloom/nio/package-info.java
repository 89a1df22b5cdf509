// SPDX-License-Identifier: Apache-2.0
/**
 * Channels and selectors in place of the JDK's own, beneath code that is written for those.
 *
 * <p><em>Incubating: this package may change in any release.</em>
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.nio.PacketloomSelectorProvider}, which makes all of them; named by
 *       the system property {@code java.nio.channels.spi.SelectorProvider} it serves the whole
 *       virtual machine.
 *   <li>{@link org.packetloom.nio.PacketloomChannels}, for what the JDK's classes have no methods
 *       for.
 * </ul>
 *
 * {@snippet file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.nio"}
 */
@NullMarked
package org.packetloom.nio;

import org.jspecify.annotations.NullMarked;
