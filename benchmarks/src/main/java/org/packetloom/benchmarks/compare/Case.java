// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.Optional;
import org.packetloom.benchmarks.compare.messages.Setting;

/**
 * Conditions that all contestants meet alike.
 *
 * @param connections how many at a time
 * @param size bytes of a message or block
 * @param setting of message layers; empty for what happens in real time
 */
record Case(int connections, int size, Optional<Setting> setting) {
  Case(int connections, int size) {
    this(connections, size, Optional.empty());
  }

  static Case of(Setting setting) {
    return new Case(1, setting.bytes(), Optional.of(setting));
  }

  /** Whether both belong into one table, as they differ in loss alone. */
  boolean isLike(Case other) {
    return equals(other)
        || size == other.size
            && setting.isPresent()
            && other.setting.isPresent()
            && setting.get().title().equals(other.setting.get().title());
  }
}
