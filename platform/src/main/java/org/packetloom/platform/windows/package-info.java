// SPDX-License-Identifier: Apache-2.0
/**
 * Windows: completion ports, overlapped sockets and pipes.
 *
 * <p>A descriptor is a number of {@link org.packetloom.platform.windows.HandleTable}; the handles
 * behind it are seen in this package alone.
 */
@NullMarked
package org.packetloom.platform.windows;

import org.jspecify.annotations.NullMarked;
