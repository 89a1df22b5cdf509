// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;
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
public final class UnixDatagramSockets implements DatagramSockets {
  private final DescriptorCalls calls;
  private final UnixSystem system;
  private final DatagramNumbers numbers;

  UnixDatagramSockets(UnixCalls calls) {
    this.calls = calls.descriptors();
    this.system = calls.system();
    this.numbers = system.datagrams();
  }

  @Override
  public int hasFeature(int descriptor, DatagramFeature feature) {
    DatagramNumbers.Feature option = numbers.features().get(feature);
    if (option == null) {
      return -system.errors().number(UnixError.ENOPROTOOPT);
    }
    byte[] value = new byte[Integer.BYTES];
    int[] length = {value.length};
    return calls.getsockopt(descriptor, option.level(), option.name(), value, length);
  }

  @Override
  public int feature(int descriptor, DatagramFeature feature, boolean isOn) {
    if (feature == DatagramFeature.SEGMENTATION) {
      throw new IllegalArgumentException("not to be switched: " + feature);
    }
    DatagramNumbers.Feature option = numbers.features().get(feature);
    if (option == null) {
      return -system.errors().number(UnixError.ENOPROTOOPT);
    }
    int result = set(descriptor, option.level(), option.name(), isOn);
    boolean isBoth = option.version6Name() != DatagramNumbers.NONE;
    return result == 0 && isBoth && isVersion6(descriptor)
        ? set(descriptor, Posix.IPPROTO_IPV6, option.version6Name(), isOn)
        : result;
  }

  private int set(int descriptor, int level, int name, boolean isOn) {
    return calls.setsockopt(descriptor, level, name, new byte[] {(byte) (isOn ? 1 : 0), 0, 0, 0});
  }

  private boolean isVersion6(int descriptor) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int result = calls.getsockname(descriptor, sockaddr, new int[] {SocketAddresses.SIZE});
    return result == 0 && system.addresses().isVersion6(sockaddr);
  }

  @Override
  public int multicast(int descriptor, MulticastMembership membership, boolean isJoin) {
    int name;
    if (membership.source().isEmpty()) {
      name = isJoin ? numbers.MCAST_JOIN_GROUP() : numbers.MCAST_LEAVE_GROUP();
    } else {
      name = isJoin ? numbers.MCAST_JOIN_SOURCE_GROUP() : numbers.MCAST_LEAVE_SOURCE_GROUP();
    }
    return request(descriptor, membership, name);
  }

  @Override
  public int block(int descriptor, MulticastMembership sender, boolean isBlocked) {
    if (sender.source().isEmpty()) {
      throw new IllegalArgumentException("no sender: " + sender);
    }
    int name = isBlocked ? numbers.MCAST_BLOCK_SOURCE() : numbers.MCAST_UNBLOCK_SOURCE();
    return request(descriptor, sender, name);
  }

  private int request(int descriptor, MulticastMembership membership, int name) {
    boolean isAny = membership.source().isEmpty();
    int group = numbers.groupOffset();
    byte[] request = new byte[group + (isAny ? 1 : 2) * SocketAddresses.SIZE];
    MemorySegment memory = MemorySegment.ofArray(request);
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, 0, membership.networkInterface());
    put(membership.group(), memory, group);
    membership.source().ifPresent(s -> put(s, memory, group + SocketAddresses.SIZE));
    boolean is6 = membership.group() instanceof Inet6Address;
    int level = is6 ? Posix.IPPROTO_IPV6 : Posix.IPPROTO_IP;
    return calls.setsockopt(descriptor, level, name, request);
  }

  private void put(InetAddress address, MemorySegment request, long offset) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    var internet = new NativeAddress.Internet(new InetSocketAddress(address, 0));
    if (system.addresses().encode(internet, sockaddr) < 0) {
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

  @Override
  public MessageBatch batch(int capacity, int bytesEach) {
    return new BatchMemory(system, capacity, bytesEach);
  }
}
