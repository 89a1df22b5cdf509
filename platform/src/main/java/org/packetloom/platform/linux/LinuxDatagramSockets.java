// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.DatagramSockets;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MulticastMembership;
import org.packetloom.platform.NativeAddress;

/**
 * The options of UDP sockets that are no plain numbers, or that are two options in truth.
 *
 * <p>A socket of version 6 may carry IPv4 too, and then has the settings of both.
 */
final class LinuxDatagramSockets implements DatagramSockets {
  private final DescriptorCalls calls;

  LinuxDatagramSockets(DescriptorCalls calls) {
    this.calls = calls;
  }

  @Override
  public int hasFeature(int descriptor, DatagramFeature feature) {
    byte[] value = new byte[Integer.BYTES];
    int[] length = {value.length};
    int level =
        switch (feature) {
          case ERROR_QUEUE, PACKET_INFO, FOREIGN_GROUPS -> Constants.SOL_IP;
          case RECEIVE_OFFLOAD, SEGMENTATION -> Constants.SOL_UDP;
        };
    int name =
        switch (feature) {
          case ERROR_QUEUE -> Constants.IP_RECVERR;
          case PACKET_INFO -> Constants.IP_PKTINFO;
          case RECEIVE_OFFLOAD -> Constants.UDP_GRO;
          case FOREIGN_GROUPS -> Constants.IP_MULTICAST_ALL;
          case SEGMENTATION -> Constants.UDP_SEGMENT;
        };
    return calls.getsockopt(descriptor, level, name, value, length);
  }

  @Override
  public int feature(int descriptor, DatagramFeature feature, boolean isOn) {
    return switch (feature) {
      case ERROR_QUEUE -> both(descriptor, Constants.IP_RECVERR, Constants.IPV6_RECVERR, isOn);
      case PACKET_INFO -> both(descriptor, Constants.IP_PKTINFO, Constants.IPV6_RECVPKTINFO, isOn);
      case RECEIVE_OFFLOAD -> set(descriptor, Constants.SOL_UDP, Constants.UDP_GRO, isOn);
      case FOREIGN_GROUPS ->
          both(descriptor, Constants.IP_MULTICAST_ALL, Constants.IPV6_MULTICAST_ALL, isOn);
      case SEGMENTATION -> throw new IllegalArgumentException("not to be switched: " + feature);
    };
  }

  private int both(int descriptor, int name, int version6Name, boolean isOn) {
    int result = set(descriptor, Constants.SOL_IP, name, isOn);
    return result == 0 && isVersion6(descriptor)
        ? set(descriptor, Constants.SOL_IPV6, version6Name, isOn)
        : result;
  }

  private int set(int descriptor, int level, int name, boolean isOn) {
    return calls.setsockopt(descriptor, level, name, new byte[] {(byte) (isOn ? 1 : 0), 0, 0, 0});
  }

  private boolean isVersion6(int descriptor) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int result = calls.getsockname(descriptor, sockaddr, new int[] {SocketAddresses.SIZE});
    return result == 0 && sockaddr[0] == Constants.AF_INET6;
  }

  @Override
  public int multicast(int descriptor, MulticastMembership membership, boolean isJoin) {
    int name;
    if (membership.source().isEmpty()) {
      name = isJoin ? Constants.MCAST_JOIN_GROUP : Constants.MCAST_LEAVE_GROUP;
    } else {
      name = isJoin ? Constants.MCAST_JOIN_SOURCE_GROUP : Constants.MCAST_LEAVE_SOURCE_GROUP;
    }
    return request(descriptor, membership, name);
  }

  @Override
  public int block(int descriptor, MulticastMembership sender, boolean isBlocked) {
    if (sender.source().isEmpty()) {
      throw new IllegalArgumentException("no sender: " + sender);
    }
    int name = isBlocked ? Constants.MCAST_BLOCK_SOURCE : Constants.MCAST_UNBLOCK_SOURCE;
    return request(descriptor, sender, name);
  }

  private int request(int descriptor, MulticastMembership membership, int name) {
    boolean isAny = membership.source().isEmpty();
    StructLayout layout = isAny ? Layouts.group_req : Layouts.group_source_req;
    byte[] request = new byte[(int) layout.byteSize()];
    MemorySegment memory = MemorySegment.ofArray(request);
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, 0, membership.networkInterface());
    put(membership.group(), memory, offset(layout, isAny ? "gr_group" : "gsr_group"));
    membership.source().ifPresent(s -> put(s, memory, offset(layout, "gsr_source")));
    boolean is6 = membership.group() instanceof Inet6Address;
    int level = is6 ? Constants.SOL_IPV6 : Constants.SOL_IP;
    return calls.setsockopt(descriptor, level, name, request);
  }

  private static void put(InetAddress address, MemorySegment request, long offset) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    var internet = new NativeAddress.Internet(new InetSocketAddress(address, 0));
    if (SocketAddresses.encode(internet, sockaddr) < 0) {
      throw new AssertionError("internet address " + address);
    }
    MemorySegment.copy(
        MemorySegment.ofArray(sockaddr),
        ValueLayout.JAVA_BYTE,
        0,
        request,
        ValueLayout.JAVA_BYTE,
        offset,
        SocketAddresses.SIZE);
  }

  private static long offset(StructLayout layout, String member) {
    return layout.byteOffset(PathElement.groupElement(member));
  }

  @Override
  public MessageBatch batch(int capacity, int bytesEach) {
    return new BatchMemory(capacity, bytesEach);
  }
}
