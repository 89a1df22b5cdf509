// SPDX-License-Identifier: Apache-2.0
/**
 * What authors of schemes, of parameters and of runtimes implement.
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.spi.Scheme}, which opens connectors. One without a descriptor extends
 *       {@link org.packetloom.spi.AbstractStream} or {@link org.packetloom.spi.AbstractListener},
 *       says how bytes or peers are taken without waiting, and so keeps the whole waiting contract.
 *   <li>{@link org.packetloom.spi.LayeredListener}, which changes the connections of another one,
 *       into a {@code LayeredStream} for example.
 *   <li>{@link org.packetloom.spi.ParkPoint}, where whatever else has to wait does so.
 *   <li>{@link org.packetloom.spi.ParameterHandler}, which gives a meaning to a query parameter of
 *       one's own.
 * </ul>
 *
 * {@snippet file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.spi"}
 */
@NullMarked
package org.packetloom.spi;

import org.jspecify.annotations.NullMarked;
