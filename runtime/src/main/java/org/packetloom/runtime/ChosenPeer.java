// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;

/** The one peer of a socket of datagrams, if it has one. Safe for use by any thread. */
@SuppressWarnings("EnumOrdinal") // families and types are told as ordinals
final class ChosenPeer {
  private final Opening opening;
  private final Handle handle;
  private final DescriptorDatagrams owner;
  private final ReentrantLock peerLock = new ReentrantLock();

  /** The chosen peer as the system calls it; written under peerLock. */
  private volatile NativeAddress chosen = NativeAddress.None.NONE;

  ChosenPeer(Opening opening, Handle handle, DescriptorDatagrams owner) {
    this.opening = opening;
    this.handle = handle;
    this.owner = owner;
  }

  /** Whether datagrams of a sender are received. */
  boolean admits(NativeAddress sender) {
    NativeAddress only = chosen;
    return only == sender || only instanceof NativeAddress.None || only.equals(sender);
  }

  void choose(SocketAddress peer, NativeAddress wanted) throws IOException {
    handle.enter("connect");
    peerLock.lock();
    try {
      chosen = NativeAddress.None.NONE; // or else the new peer's first datagrams were dropped
      tell(wanted, "connect");
      NativeAddress.Box box = new NativeAddress.Box();
      int result = opening.descriptors().peerAddress(handle.descriptor(), box);
      opening.failures().ensure("name", owner.uri().toString(), result);
      chosen = box.address();
      owner.chosen();
      owner.name(owner.uri(), owner.askLocalAddress(), Optional.of(peer));
    } finally {
      peerLock.unlock();
      handle.leave();
    }
  }

  void giveUp() throws IOException {
    handle.enter("disconnect");
    peerLock.lock();
    try {
      if (!(chosen instanceof NativeAddress.None)) {
        NativeAddress.Box before = new NativeAddress.Box();
        int named = opening.descriptors().localAddress(handle.descriptor(), before);
        opening.failures().ensure("name", owner.uri().toString(), named);
        chosen = NativeAddress.None.NONE;
        tell(chosen, "disconnect");
        keepPort(before.address());
        owner.name(owner.uri(), owner.askLocalAddress(), Optional.empty());
      }
    } finally {
      peerLock.unlock();
      handle.leave();
    }
  }

  private void tell(NativeAddress peer, String operation) throws IOException {
    int result = opening.descriptors().choosePeer(handle.descriptor(), peer);
    opening.failures().ensure(operation, owner.uri().toString(), result);
  }

  /** An address of version 4 is bound to by a socket of version 6 in another form. */
  private InetSocketAddress inFamilyOfSocket(InetSocketAddress address) throws IOException {
    long[] family = new long[1];
    int result = opening.descriptors().setting(handle.descriptor(), SocketSetting.FAMILY, family);
    opening.failures().ensure("get the family of", owner.uri().toString(), result);
    return family[0] == Family.INET6.ordinal()
            && address.getAddress() instanceof Inet4Address version4
        ? Stage.mapped(version4, address.getPort())
        : address;
  }

  /** A port that the system had chosen is gone with the peer: it is taken again. */
  private void keepPort(NativeAddress before) throws IOException {
    if (before instanceof NativeAddress.Internet(InetSocketAddress address)
        && owner.askLocalAddress().orElse(address) instanceof InetSocketAddress after
        && after.getPort() == 0) {
      var again = inFamilyOfSocket(new InetSocketAddress(after.getAddress(), address.getPort()));
      int result =
          opening.descriptors().bind(handle.descriptor(), new NativeAddress.Internet(again));
      opening.failures().ensure("bind", owner.uri().toString(), result);
    }
  }
}
