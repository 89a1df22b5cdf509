// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.List;
import org.packetloom.platform.unix.SettingRow;
import org.packetloom.platform.unix.UnixCalls;

/** What a platform that imitates another needs of this machine. */
public final class LinuxValues {
  /** From asm-generic/socket.h. */
  public static final int SOL_SOCKET = Constants.SOL_SOCKET;

  /** From asm-generic/socket.h. */
  public static final int SO_PEERCRED = Constants.SO_PEERCRED;

  /** From asm-generic/resource.h. */
  public static final int RLIMIT_NOFILE = Constants.RLIMIT_NOFILE;

  private LinuxValues() {}

  /** The calls of this machine's C library. */
  public static UnixCalls calls() {
    return SystemCalls.here().unix();
  }

  /** The settings of sockets. */
  public static List<SettingRow> settings() {
    return List.copyOf(LinuxSettingRows.table().values());
  }
}
