// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/**
 * An option that is a name.
 *
 * @param leastBytes the fewest bytes of it
 * @param mostBytes the most bytes of it
 */
record TextForm(int leastBytes, int mostBytes) implements OptionForm<String> {
  @Override
  public Optional<String> objection(String value) {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length < leastBytes || length > mostBytes) {
      return Optional.of("must have " + leastBytes + " to " + mostBytes + " bytes");
    }
    return value.indexOf('\0') < 0 ? Optional.empty() : Optional.of("must not contain a zero");
  }

  @Override
  public String parse(ConnectorUri uri, String parameter) {
    return uri.parameter(parameter).orElseThrow();
  }

  @Override
  public int get(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Box<String> into) {
    String[] text = new String[1];
    int result = sockets.setting(descriptor, setting.orElseThrow(), text);
    if (result >= 0) {
      into.put(text[0]);
    }
    return result;
  }

  @Override
  public int set(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, String value) {
    return sockets.setting(descriptor, setting.orElseThrow(), value);
  }
}
