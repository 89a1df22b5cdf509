// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/** Reads and changes settings of sockets, as a table of {@link SettingRow} describes them. */
public abstract class UnixSettings implements SocketSettings {
  private final DescriptorCalls calls;
  private final UnixSystem system;
  private final Map<SocketSetting, SettingRow> rows;

  /** A setting without a row the system does not know: ENOPROTOOPT. */
  protected UnixSettings(UnixCalls calls, Map<SocketSetting, SettingRow> rows) {
    this.calls = calls.descriptors();
    this.system = calls.system();
    this.rows = new EnumMap<>(rows);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    SettingRow row = rows.get(setting);
    if (row == null) {
      return missing();
    }
    byte[] room = new byte[SettingCoding.NUMBER_ROOM];
    int length = get(descriptor, row, room);
    if (length < 0) {
      return length;
    }
    value[0] = row.coding().decode(room, length, system.sockets().AF_INET6());
    return 0;
  }

  @Override
  public boolean has(int descriptor, SocketSetting setting) {
    return rows.containsKey(setting);
  }

  /**
   * Asks the system for a setting, without looking at its value.
   *
   * @return the length of the value, or the negated error number
   */
  protected final int ask(int descriptor, SocketSetting setting) {
    SettingRow row = rows.get(setting);
    return row == null ? missing() : get(descriptor, row, new byte[SettingCoding.TEXT_ROOM]);
  }

  private int missing() {
    return -system.errors().number(UnixError.ENOPROTOOPT);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long value) {
    SettingRow row = rows.get(setting);
    if (row == null) {
      return missing();
    }
    row.ensureSettable();
    byte[] encoded = row.coding().encode(value);
    return row.version6() == null
        ? calls.setsockopt(descriptor, row.level(), row.name(), encoded)
        : setForFamily(descriptor, row, row.version6(), encoded);
  }

  /**
   * A socket of version 6 may serve version 4 as well, by settings of their own (ipv6(7)); one that
   * serves version 6 alone takes those of version 4 too, without an effect.
   */
  private int setForFamily(
      int descriptor, SettingRow row, SettingRow.Version6 version6, byte[] encoded) {
    int isVersion6 = isVersion6(descriptor);
    if (isVersion6 < 0) {
      return isVersion6;
    }
    if (isVersion6 > 0) {
      int result = calls.setsockopt(descriptor, Posix.IPPROTO_IPV6, version6.name(), encoded);
      if (result < 0) {
        return result;
      }
    }
    return calls.setsockopt(descriptor, row.level(), row.name(), encoded);
  }

  private int get(int descriptor, SettingRow row, byte[] room) {
    int level = row.level();
    int name = row.name();
    if (row.version6() != null) {
      int isVersion6 = isVersion6(descriptor);
      if (isVersion6 < 0) {
        return isVersion6;
      }
      level = isVersion6 > 0 ? Posix.IPPROTO_IPV6 : level;
      name = isVersion6 > 0 ? row.version6().name() : name;
    }
    return readSetting(descriptor, level, name, room);
  }

  /** 1 for a socket of version 6, 0 for any other. */
  private int isVersion6(int descriptor) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int result = calls.getsockname(descriptor, sockaddr, new int[] {sockaddr.length});
    return result < 0 ? result : system.addresses().isVersion6(sockaddr) ? 1 : 0;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String[] value) {
    SettingRow row = rows.get(setting);
    if (row == null) {
      return missing();
    }
    byte[] room = new byte[SettingCoding.TEXT_ROOM];
    int length = get(descriptor, row, room);
    if (length < 0) {
      return length;
    }
    int end = 0;
    while (end < length && room[end] != 0) {
      end++;
    }
    value[0] = new String(room, 0, end, StandardCharsets.UTF_8);
    return 0;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String value) {
    SettingRow row = rows.get(setting);
    if (row == null) {
      return missing();
    }
    row.ensureSettable();
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return changeSetting(descriptor, row.level(), row.name(), Arrays.copyOf(text, text.length + 1));
  }

  @Override
  public int readSetting(int descriptor, int level, int name, byte[] room) {
    int[] length = {room.length};
    int result = calls.getsockopt(descriptor, level, name, room, length);
    return result < 0 ? result : length[0];
  }

  @Override
  public int changeSetting(int descriptor, int level, int name, byte[] value) {
    return calls.setsockoptWaiting(descriptor, level, name, value);
  }
}
