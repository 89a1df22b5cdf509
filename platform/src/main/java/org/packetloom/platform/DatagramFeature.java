// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** What a socket of datagrams can be made to do. */
public enum DatagramFeature {
  /** Keeps errors about datagrams that were sent, for {@link MessageTransfer#takeErrors}. */
  ERROR_QUEUE,
  /** Tells for each datagram of a batch at which address and interface it arrived. */
  PACKET_INFO,
  /** Gives datagrams of one sender and of one size joined to one message of a batch. */
  RECEIVE_OFFLOAD,
  /** Gives datagrams of groups that only other sockets have joined; as the system begins. */
  FOREIGN_GROUPS,
  /** Cuts a message of a batch into datagrams; can be asked for, not switched. */
  SEGMENTATION
}
