// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;
import org.packetloom.platform.TcpFigure;

/** Reads and changes settings of sockets on Linux, as {@link SettingRow} describes them. */
final class LinuxSettings implements SocketSettings {
  private final DescriptorCalls calls;
  private final LinuxTunnels devices;

  LinuxSettings(DescriptorCalls calls, LinuxTunnels devices) {
    this.calls = calls;
    this.devices = devices;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    if (LinuxTunnels.has(setting)) {
      return devices.setting(descriptor, setting, value);
    }
    SettingRow row = SettingRow.of(setting);
    byte[] room = new byte[SettingCoding.NUMBER_ROOM];
    int length = get(descriptor, row, room);
    if (length < 0) {
      return length;
    }
    value[0] = row.coding().decode(room, length);
    return 0;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long value) {
    if (LinuxTunnels.has(setting)) {
      return devices.setting(descriptor, setting, value);
    }
    SettingRow row = SettingRow.of(setting);
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
      int result = calls.setsockopt(descriptor, Constants.IPPROTO_IPV6, version6.name(), encoded);
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
      level = isVersion6 > 0 ? Constants.IPPROTO_IPV6 : level;
      name = isVersion6 > 0 ? row.version6().name() : name;
    }
    return readSetting(descriptor, level, name, room);
  }

  /** 1 for a socket of version 6, 0 for any other. */
  private int isVersion6(int descriptor) {
    long[] family = new long[1];
    int result = setting(descriptor, SocketSetting.FAMILY, family);
    return result < 0 ? result : family[0] == SettingCoding.INET6 ? 1 : 0;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String[] value) {
    SettingRow row = SettingRow.of(setting);
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
    SettingRow row = SettingRow.of(setting);
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

  @Override
  public int tcpFigures(int descriptor, long[] figures) {
    byte[] room = new byte[TcpInfoLayout.SIZE];
    int length = readSetting(descriptor, Constants.IPPROTO_TCP, Constants.TCP_INFO, room);
    if (length < 0) {
      return length;
    }
    for (TcpFigure figure : TcpFigure.values()) {
      figures[figure.ordinal()] = TcpInfoLayout.read(figure, room, length);
    }
    return 0;
  }
}
