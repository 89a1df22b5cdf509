// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import org.packetloom.DatagramConnector;

/**
 * A {@link StagedSocket} of datagrams: there is no last step, it sends and connects from the start,
 * and is bound by the system with its first datagram if not before.
 */
public non-sealed interface StagedDatagrams extends StagedSocket<DatagramConnector> {}
