// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Arrays;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.RawOption;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/**
 * An option that is named by the system's numbers.
 *
 * @param option the numbers
 */
record RawForm(RawOption option) implements OptionForm<byte[]> {
  @Override
  public Optional<String> objection(byte[] value) {
    return Optional.empty();
  }

  @Override
  public byte[] parse(ConnectorUri uri, String parameter) {
    throw new IllegalArgumentException("parameter " + parameter);
  }

  @Override
  public int get(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Box<byte[]> into) {
    byte[] room = new byte[option.size()];
    int length = sockets.readSetting(descriptor, option.level(), option.optionName(), room);
    if (length >= 0) {
      // some options tell how long they are, where the room is too small
      into.put(Arrays.copyOf(room, Math.min(length, room.length)));
    }
    return length;
  }

  @Override
  public int set(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, byte[] value) {
    return sockets.changeSetting(descriptor, option.level(), option.optionName(), value);
  }
}
