// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.Map;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.TcpFigure;
import org.packetloom.platform.unix.UnixSettings;

/** Settings of sockets on Linux, and those of TUN devices. */
final class LinuxSettings extends UnixSettings {
  private final LinuxTunnels devices;

  LinuxSettings(SystemCalls calls, LinuxTunnels devices) {
    super(calls.unix(), LinuxSettingRows.table());
    this.devices = devices;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    return LinuxTunnels.has(setting)
        ? devices.setting(descriptor, setting, value)
        : super.setting(descriptor, setting, value);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long value) {
    return LinuxTunnels.has(setting)
        ? devices.setting(descriptor, setting, value)
        : super.setting(descriptor, setting, value);
  }

  @Override
  public boolean has(int descriptor, SocketSetting setting) {
    return LinuxTunnels.has(setting) || super.has(descriptor, setting);
  }

  @Override
  public int tcpFigures(int descriptor, Map<TcpFigure, Long> figures) {
    byte[] room = new byte[TcpInfoLayout.SIZE];
    int length = readSetting(descriptor, Constants.IPPROTO_TCP, Constants.TCP_INFO, room);
    if (length < 0) {
      return length;
    }
    for (TcpFigure figure : TcpFigure.values()) {
      figures.put(figure, TcpInfoLayout.read(figure, room, length));
    }
    return 0;
  }
}
