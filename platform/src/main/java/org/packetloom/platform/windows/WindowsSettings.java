// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/** Not there yet. */
final class WindowsSettings implements SocketSettings {
  private static final int MISSING = -WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED;

  WindowsSettings(WindowsSystem system) {}

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    return MISSING;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long value) {
    return MISSING;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String[] value) {
    return MISSING;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String value) {
    return MISSING;
  }

  @Override
  public int readSetting(int descriptor, int level, int name, byte[] room) {
    return MISSING;
  }

  @Override
  public int changeSetting(int descriptor, int level, int name, byte[] value) {
    return MISSING;
  }

  @Override
  public int tcpFigures(int descriptor, long[] figures) {
    return MISSING;
  }
}
