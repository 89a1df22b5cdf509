// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.SocketSetting;

/**
 * A setting as a system has it: one row of its table.
 *
 * @param setting which
 * @param level the protocol's number
 * @param name the setting's number
 * @param version6 what sockets of version 6 have in its place, null if they have the same
 * @param coding how its value is stored
 * @param isReadOnly whether it can be read only
 */
public record SettingRow(
    SocketSetting setting,
    int level,
    int name,
    @Nullable Version6 version6,
    SettingCoding coding,
    boolean isReadOnly) {
  /** The same setting at level IPPROTO_IPV6. */
  public record Version6(int name) {}

  /** One that is the same for both versions, or of one of them. */
  public static SettingRow of(SocketSetting setting, int level, int name, SettingCoding coding) {
    return new SettingRow(setting, level, name, null, coding, false);
  }

  /** One that can be read only. */
  public static SettingRow readOnly(
      SocketSetting setting, int level, int name, SettingCoding coding) {
    return new SettingRow(setting, level, name, null, coding, true);
  }

  /** One of level IPPROTO_IP that version 6 has under another number. */
  public static SettingRow ip(
      SocketSetting setting, int name, int version6Name, SettingCoding coding) {
    Version6 version6 = new Version6(version6Name);
    return new SettingRow(setting, Posix.IPPROTO_IP, name, version6, coding, false);
  }

  void ensureSettable() {
    if (isReadOnly) {
      throw new IllegalArgumentException("read-only: " + setting);
    }
  }
}
