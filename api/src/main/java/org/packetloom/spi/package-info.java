// SPDX-License-Identifier: Apache-2.0
/**
 * What authors of schemes and of runtimes implement.
 *
 * <p>A {@link org.packetloom.spi.Scheme} opens connectors. One without a descriptor extends {@link
 * org.packetloom.spi.AbstractStream} or {@link org.packetloom.spi.AbstractListener}, says how bytes
 * or peers are taken without waiting, and so keeps the whole waiting contract; what else has to
 * wait does so at a {@link org.packetloom.spi.ParkPoint}.
 */
@NullMarked
package org.packetloom.spi;

import org.jspecify.annotations.NullMarked;
