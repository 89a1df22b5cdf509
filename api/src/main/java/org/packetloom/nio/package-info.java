// SPDX-License-Identifier: Apache-2.0
/**
 * Channels and selectors in place of the JDK's own: {@link
 * org.packetloom.nio.PacketloomSelectorProvider} makes all of them. <em>Incubating: this package
 * may change in any release.</em>
 */
@NullMarked
package org.packetloom.nio;

import org.jspecify.annotations.NullMarked;
