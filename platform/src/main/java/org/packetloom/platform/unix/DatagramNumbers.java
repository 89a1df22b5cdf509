// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.Map;
import org.packetloom.platform.DatagramFeature;

/**
 * Constants and options of datagrams of a system's netinet/in.h.
 *
 * @param features the options behind features; those that are missing the system has not
 * @param IP_PKTINFO type of the control message with a {@code struct in_pktinfo}; {@link #NONE}
 * @param IP_RECVDSTADDR type of the control message with the address alone, to be told and to send;
 *     {@link #NONE} where there is IP_PKTINFO
 * @param IPV6_PKTINFO type of the control message with a {@code struct in6_pktinfo}
 * @param UDP_GRO type of the control message with the size of segments received; {@link #NONE}
 * @param UDP_SEGMENT type of the control message with the size of segments to send; {@link #NONE}
 * @param groupOffset where the addresses begin in a {@code struct group_req}
 */
public record DatagramNumbers(
    Map<DatagramFeature, Feature> features,
    int IP_PKTINFO,
    int IP_RECVDSTADDR,
    int IPV6_PKTINFO,
    int UDP_GRO,
    int UDP_SEGMENT,
    int MCAST_JOIN_GROUP,
    int MCAST_LEAVE_GROUP,
    int MCAST_JOIN_SOURCE_GROUP,
    int MCAST_LEAVE_SOURCE_GROUP,
    int MCAST_BLOCK_SOURCE,
    int MCAST_UNBLOCK_SOURCE,
    int groupOffset) {
  /** A constant that the system does not have; no type of a control message. */
  public static final int NONE = -1;

  /** Copies the table. */
  public DatagramNumbers {
    features = Map.copyOf(features);
  }

  /**
   * The option behind a feature.
   *
   * @param name the option's number at its level
   * @param version6Name that of IPPROTO_IPV6, for sockets of version 6 as well; {@link #NONE}
   */
  public record Feature(int level, int name, int version6Name) {}
}
