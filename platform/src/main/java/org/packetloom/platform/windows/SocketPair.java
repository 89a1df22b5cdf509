// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;

/**
 * Two connected sockets, which Windows does not make by itself: a connection over loopback.
 *
 * <p>The listener has the address to itself, and a connection of somebody else's that comes first
 * is sent away: the accepted end's peer has to be our other end.
 */
final class SocketPair {
  private static final int STRANGERS = 100; // connections of others before we give up
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Descriptors descriptors;
  private final WindowsSystem system;

  SocketPair(Descriptors descriptors, WindowsSystem system) {
    this.descriptors = descriptors;
    this.system = system;
  }

  /** As {@link Descriptors#socketPair}. */
  int open(int[] two) {
    int listener = descriptors.socket(Family.INET4, SocketType.STREAM);
    if (listener < 0) {
      return listener;
    }
    int client = descriptors.socket(Family.INET4, SocketType.STREAM);
    int result = client < 0 ? client : connect(listener, client);
    int accepted = result < 0 ? result : accept(listener, client);
    int unused = descriptors.close(listener);
    if (accepted < 0) {
      unused = client < 0 ? 0 : descriptors.close(client);
      return accepted;
    }
    int first = promptly(accepted);
    int second = promptly(client);
    if (first < 0 || second < 0) {
      unused = descriptors.close(accepted);
      unused = descriptors.close(client);
      return Math.min(first, second);
    }
    two[0] = accepted;
    two[1] = client;
    return 0;
  }

  private int promptly(int descriptor) {
    return descriptors.setting(descriptor, SocketSetting.NO_DELAY, 1);
  }

  private int connect(int listener, int client) {
    int result = descriptors.bind(listener, loopback());
    result = result < 0 ? result : descriptors.listen(listener, 1);
    NativeAddress.Box address = new NativeAddress.Box();
    result = result < 0 ? result : descriptors.localAddress(listener, address);
    return result < 0 ? result : connectWaiting(client, address.address());
  }

  /** Connects in one call, which waits as long as it takes the own machine. */
  private int connectWaiting(int client, NativeAddress address) {
    HandleEntry entry = system.entry(client);
    Scratch scratch = system.scratches().take();
    try {
      CallState state = scratch.state();
      MemorySegment name = scratch.segment();
      int length = SocketAddresses.encode(address, name);
      scratch.small().set(JAVA_INT, 0, 0);
      int result = Winsock.ioctl(entry.handle(), Constants.FIONBIO, scratch.small(), state);
      result = result < 0 ? result : Winsock.connect(entry.handle(), name, length, state);
      entry.bound();
      scratch.small().set(JAVA_INT, 0, 1);
      return result < 0
          ? result
          : Winsock.ioctl(entry.handle(), Constants.FIONBIO, scratch.small(), state);
    } finally {
      system.scratches().give(scratch);
    }
  }

  private int accept(int listener, int client) {
    NativeAddress.Box mine = new NativeAddress.Box();
    int result = descriptors.localAddress(client, mine);
    for (int i = 0; result == 0 && i < STRANGERS; i++) {
      NativeAddress.Box peer = new NativeAddress.Box();
      int accepted = acceptWaiting(listener, peer);
      if (accepted < 0 || peer.address().equals(mine.address())) {
        return accepted;
      }
      int unused = descriptors.close(accepted);
    }
    return result < 0 ? result : -WindowsErrors.WSAECONNABORTED;
  }

  private int acceptWaiting(int listener, NativeAddress.Box peer) {
    Scratch scratch = system.scratches().take();
    try {
      CallState state = scratch.state();
      MemorySegment flag = scratch.small();
      flag.set(JAVA_INT, 0, 0);
      long handle = system.handle(listener);
      int result = Winsock.ioctl(handle, Constants.FIONBIO, flag, state);
      MemorySegment size = scratch.small();
      size.set(JAVA_INT, 0, SocketAddresses.SIZE);
      MemorySegment name = scratch.segment();
      long socket = result < 0 ? result : Winsock.accept(handle, name, size, state);
      if (socket < 0) {
        return (int) socket;
      }
      peer.put(SocketAddresses.decode(name, size.get(JAVA_INT, 0)));
      flag.set(JAVA_INT, 0, 1);
      result = Winsock.ioctl(socket, Constants.FIONBIO, flag, state);
      if (result < 0) {
        system.closeSocket(socket);
        return result;
      }
      HandleEntry entry = HandleEntry.ofSocket(socket, Family.INET4, SocketType.STREAM);
      entry.bound();
      return system.handles().add(entry);
    } finally {
      system.scratches().give(scratch);
    }
  }

  private static NativeAddress loopback() {
    try {
      return new NativeAddress.Internet(
          new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes", e);
    }
  }
}
