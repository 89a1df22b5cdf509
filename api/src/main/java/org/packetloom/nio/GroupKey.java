// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.MembershipKey;
import java.nio.channels.MulticastChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Membership;

/** What a channel hears of one group. */
final class GroupKey extends MembershipKey {
  private final MulticastGroups groups;
  private final MulticastChannel channel;
  private final MulticastGroups.Place place;
  private final Membership membership;

  private final ReentrantLock blockedLock = new ReentrantLock();

  /** Senders that are not heard; guarded by blockedLock. */
  private final Set<InetAddress> blocked = new HashSet<>();

  private volatile boolean isValid = true;

  GroupKey(
      MulticastGroups groups,
      MulticastChannel channel,
      MulticastGroups.Place place,
      Membership membership) {
    this.groups = groups;
    this.channel = channel;
    this.place = place;
    this.membership = membership;
  }

  MulticastGroups.Place place() {
    return place;
  }

  Membership membership() {
    return membership;
  }

  void invalidate() {
    isValid = false;
  }

  @Override
  public boolean isValid() {
    return isValid;
  }

  @Override
  public void drop() {
    if (!isValid) {
      return;
    }
    try {
      groups.leave(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the group is left all the same
    }
  }

  @Override
  public MembershipKey block(InetAddress source) throws IOException {
    ensureForAll();
    blockedLock.lock();
    try {
      ensureValid();
      MulticastGroups.ensureSource(place.group(), source);
      if (!blocked.contains(source)) {
        membership.block(source);
        blocked.add(source);
      }
      return this;
    } finally {
      blockedLock.unlock();
    }
  }

  @Override
  public MembershipKey unblock(InetAddress source) {
    blockedLock.lock();
    try {
      ensureValid();
      if (!blocked.contains(source)) {
        throw new IllegalStateException("not blocked: " + source);
      }
      membership.unblock(source);
      blocked.remove(source);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the signature knows no other
    } finally {
      blockedLock.unlock();
    }
  }

  private void ensureForAll() {
    if (membership.source().isPresent()) {
      throw new IllegalStateException("the key is for one sender");
    }
  }

  private void ensureValid() {
    if (!isValid) {
      throw new IllegalStateException("the key is not valid any more");
    }
  }

  @Override
  public MulticastChannel channel() {
    return channel;
  }

  @Override
  public InetAddress group() {
    return place.group();
  }

  @Override
  public NetworkInterface networkInterface() {
    return place.networkInterface();
  }

  @Override
  public @Nullable InetAddress sourceAddress() {
    return membership.source().orElse(null);
  }

  @Override
  public String toString() {
    return membership + (isValid ? "" : ", left");
  }
}
