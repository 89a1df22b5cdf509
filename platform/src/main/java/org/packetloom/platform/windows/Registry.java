// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is registered at a poller, to be told of its end. Safe for use by any thread.
 *
 * <p>Who is added looks for a failure after that, and who fails goes through all after having
 * written the failure: whoever removes one from the set tells it, so that it is told once.
 */
final class Registry {
  /** Something that is told of the end. */
  interface Member {
    /** The poller failed. */
    void failed(Throwable cause);
  }

  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Adds one; false if the poller has failed, which it has been told then. */
  boolean add(Member member) {
    members.add(member);
    Throwable cause = failure.get();
    if (cause == null) {
      return true;
    }
    tell(member, cause);
    return false;
  }

  /** Removes one; whether it was there. */
  boolean remove(Member member) {
    return members.remove(member);
  }

  /** Whether one is there. */
  boolean has(Member member) {
    return members.contains(member);
  }

  /** Tells all, and each one added later, that the poller failed; only the first counts. */
  void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      members.forEach(member -> tell(member, cause));
    }
  }

  private void tell(Member member, Throwable cause) {
    if (members.remove(member)) {
      member.failed(cause);
    }
  }

  /** Forgets all. */
  void clear() {
    members.clear();
  }
}
