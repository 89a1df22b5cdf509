// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.DatagramSockets;
import org.packetloom.platform.Family;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MulticastMembership;

/**
 * The options of UDP sockets that are no plain numbers, or that are two options in truth.
 *
 * <p>Groups are joined by the number of an interface (MCAST_JOIN_GROUP and its like, Windows
 * Vista). Where a system that claims to be Windows lacks these, the older options name IPv4
 * interfaces by an address of theirs; they cannot choose senders of IPv6.
 *
 * <p>Errors are told by the next call alone, not kept ({@link UdpErrors}), and a socket hears no
 * groups that only others have joined: these two features are not there.
 */
final class WindowsDatagramSockets implements DatagramSockets {
  /** Offset of {@code gr_group} and {@code gsr_group}, and the size of a sockaddr_storage. */
  private static final int GROUP = 8;

  private static final int STORAGE = SocketAddresses.SIZE;

  private final OptionCalls calls;

  WindowsDatagramSockets(OptionCalls calls) {
    this.calls = calls;
  }

  @Override
  public int hasFeature(int descriptor, DatagramFeature feature) {
    return switch (feature) {
      case PACKET_INFO -> ask(descriptor, SocketOptions.IPPROTO_IP, SocketOptions.IP_PKTINFO);
      case ERROR_QUEUE, RECEIVE_OFFLOAD, FOREIGN_GROUPS, SEGMENTATION ->
          -WindowsErrors.WSAENOPROTOOPT;
    };
  }

  private int ask(int descriptor, int level, int name) {
    int[] length = {Integer.BYTES};
    return calls.getsockopt(descriptor, level, name, new byte[Integer.BYTES], length);
  }

  @Override
  public int feature(int descriptor, DatagramFeature feature, boolean isOn) {
    return switch (feature) {
      case PACKET_INFO -> packetInfo(descriptor, isOn);
      // the system does so by itself: errors are told by calls, groups of others are not heard
      case ERROR_QUEUE -> isOn ? -WindowsErrors.WSAENOPROTOOPT : 0;
      case FOREIGN_GROUPS -> isOn ? -WindowsErrors.WSAENOPROTOOPT : 0;
      case RECEIVE_OFFLOAD -> isOn ? -WindowsErrors.WSAENOPROTOOPT : 0;
      case SEGMENTATION -> throw new IllegalArgumentException("not to be switched: " + feature);
    };
  }

  private int packetInfo(int descriptor, boolean isOn) {
    byte[] value = {(byte) (isOn ? 1 : 0), 0, 0, 0};
    int version4 =
        calls.setsockopt(descriptor, SocketOptions.IPPROTO_IP, SocketOptions.IP_PKTINFO, value);
    if (calls.entry(descriptor).family() != Family.INET6) {
      return version4;
    }
    // whether a socket of version 6 alone takes the option of version 4 depends on the system
    return calls.setsockopt(
        descriptor, SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_PKTINFO, value);
  }

  @Override
  public int multicast(int descriptor, MulticastMembership membership, boolean isJoin) {
    if (membership.source().isEmpty()) {
      int name = isJoin ? SocketOptions.MCAST_JOIN_GROUP : SocketOptions.MCAST_LEAVE_GROUP;
      int old = isJoin ? SocketOptions.IP_ADD_MEMBERSHIP : SocketOptions.IP_DROP_MEMBERSHIP;
      return request(descriptor, membership, name, old);
    }
    int name =
        isJoin ? SocketOptions.MCAST_JOIN_SOURCE_GROUP : SocketOptions.MCAST_LEAVE_SOURCE_GROUP;
    int old =
        isJoin ? SocketOptions.IP_ADD_SOURCE_MEMBERSHIP : SocketOptions.IP_DROP_SOURCE_MEMBERSHIP;
    return request(descriptor, membership, name, old);
  }

  @Override
  public int block(int descriptor, MulticastMembership sender, boolean isBlocked) {
    if (sender.source().isEmpty()) {
      throw new IllegalArgumentException("no sender: " + sender);
    }
    int name = isBlocked ? SocketOptions.MCAST_BLOCK_SOURCE : SocketOptions.MCAST_UNBLOCK_SOURCE;
    int old = isBlocked ? SocketOptions.IP_BLOCK_SOURCE : SocketOptions.IP_UNBLOCK_SOURCE;
    return request(descriptor, sender, name, old);
  }

  private int request(int descriptor, MulticastMembership membership, int name, int oldName) {
    boolean is6 = membership.group() instanceof Inet6Address;
    int level = is6 ? SocketOptions.IPPROTO_IPV6 : SocketOptions.IPPROTO_IP;
    int result = calls.setsockopt(descriptor, level, name, groupRequest(membership));
    boolean isUnknown = result == -WindowsErrors.WSAENOPROTOOPT;
    return isUnknown && !(is6 && membership.source().isPresent())
        ? calls.setsockopt(descriptor, level, oldName, oldRequest(membership))
        : result;
  }

  /** A {@code GROUP_REQ}, or a {@code GROUP_SOURCE_REQ} where there is a source. */
  static byte[] groupRequest(MulticastMembership membership) {
    Optional<InetAddress> source = membership.source();
    int size = GROUP + STORAGE * (source.isPresent() ? 2 : 1);
    ByteBuffer request = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    request.putInt(0, membership.networkInterface());
    put(membership.group(), request, GROUP);
    source.ifPresent(address -> put(address, request, GROUP + STORAGE));
    return request.array();
  }

  private static void put(InetAddress address, ByteBuffer request, int at) {
    boolean is6 = address instanceof Inet6Address;
    request.putShort(at, (short) (is6 ? Constants.AF_INET6 : Constants.AF_INET));
    request.put(at + (is6 ? 8 : 4), address.getAddress());
    if (address instanceof Inet6Address inet6) {
      request.putInt(at + 24, inet6.getScopeId());
    }
  }

  /** An {@code ip_mreq}, an {@code ip_mreq_source} or an {@code ipv6_mreq}. */
  static byte[] oldRequest(MulticastMembership membership) {
    byte[] group = membership.group().getAddress();
    ByteBuffer request = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).put(group);
    if (membership.group() instanceof Inet6Address) {
      request.putInt(membership.networkInterface());
    } else {
      membership.source().ifPresent(source -> request.put(source.getAddress()));
      request.put(MulticastInterfaces.request(membership.networkInterface()));
    }
    byte[] written = new byte[request.position()];
    request.get(0, written);
    return written;
  }

  @Override
  public MessageBatch batch(int capacity, int bytesEach) {
    return new DatagramBatchMemory(capacity, bytesEach);
  }
}
