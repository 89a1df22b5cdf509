// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which connect tokens have been used: at most {@link #MOST}, of which the oldest uses are
 * forgotten first.
 */
final class TokenLedger {
  /** The most uses that are known. */
  static final int MOST = 1 << 16;

  private final Map<TokenContent.Id, Instant> used = new LinkedHashMap<>();

  /**
   * Notes a use.
   *
   * @param expires until when the token could be used again
   * @return false if it had been used
   */
  boolean use(TokenContent.Id token, Instant expires, Instant now) {
    if (used.putIfAbsent(token, expires) != null) {
      return false;
    }
    var each = used.values().iterator();
    while (each.hasNext() && (each.next().isBefore(now) || used.size() > MOST)) {
      each.remove();
    }
    return true;
  }

  /** Takes a use back, of which nothing came. */
  void release(TokenContent.Id token) {
    used.remove(token);
  }

  int size() {
    return used.size();
  }
}
