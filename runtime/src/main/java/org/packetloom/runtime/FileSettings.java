// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.SocketOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.packetloom.ConnectorOptions;

/**
 * What a caller chose for the file that a socket is bound to.
 *
 * @param mode its permissions, empty to leave them to the process's mask
 * @param owner name or number of its owner, empty for the user of this process
 * @param group name or number of its group, empty for what the system gives it
 * @param unlink whether to remove it in the end
 * @param takeOver whether a socket file that is left over is replaced
 * @param checkFolder whether the folder has to be safe
 */
record FileSettings(
    OptionalInt mode,
    Optional<String> owner,
    Optional<String> group,
    boolean unlink,
    boolean takeOver,
    boolean checkFolder) {
  /** The options that are meant here. */
  static final List<OptionRow<?>> ROWS =
      List.of(
          OptionRow.choice(ConnectorOptions.FILE_MODE, new ModeForm()).named("mode"),
          OptionRow.choice(ConnectorOptions.FILE_OWNER, new TextForm(1, 255)).named("owner"),
          OptionRow.choice(ConnectorOptions.FILE_GROUP, new TextForm(1, 255)).named("group"),
          OptionRow.choice(ConnectorOptions.UNLINK, NumberForm.ofSwitch()).named("unlink"),
          OptionRow.choice(ConnectorOptions.TAKE_OVER, NumberForm.ofSwitch()).named("takeover"),
          OptionRow.choice(ConnectorOptions.CHECK_FOLDER, NumberForm.ofSwitch())
              .named("check-folder"));

  private static final int ALL_PERMISSIONS = 0777;

  static FileSettings of(Map<SocketOption<?>, Object> options) {
    Object mode = options.get(ConnectorOptions.FILE_MODE);
    return new FileSettings(
        mode == null ? OptionalInt.empty() : OptionalInt.of((Integer) mode),
        Optional.ofNullable((String) options.get(ConnectorOptions.FILE_OWNER)),
        Optional.ofNullable((String) options.get(ConnectorOptions.FILE_GROUP)),
        isOn(options, ConnectorOptions.UNLINK),
        isOn(options, ConnectorOptions.TAKE_OVER),
        isOn(options, ConnectorOptions.CHECK_FOLDER));
  }

  private static boolean isOn(Map<SocketOption<?>, Object> options, SocketOption<Boolean> option) {
    return (Boolean) options.getOrDefault(option, true);
  }

  /** Whether the file goes to someone else. */
  boolean isGivenAway() {
    return owner.isPresent() || group.isPresent();
  }

  /** The permissions that the file has in the end, where the process denies some to new files. */
  int finalMode(int mask) {
    return mode.orElse(ALL_PERMISSIONS & ~mask);
  }
}
