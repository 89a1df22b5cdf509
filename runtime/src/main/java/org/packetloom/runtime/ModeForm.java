// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/** The permissions of a file: octal in URIs. No socket keeps them. */
record ModeForm() implements OptionForm<Integer> {
  private static final int ALL = 0777;

  @Override
  public Optional<String> objection(Integer value) {
    return value >= 0 && value <= ALL ? Optional.empty() : Optional.of("must be 0 to 0777");
  }

  @Override
  public Integer parse(ConnectorUri uri, String parameter) {
    return Integer.parseInt(uri.parameter(parameter).orElseThrow(), 8);
  }

  @Override
  public int get(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Box<Integer> into) {
    throw new UnsupportedOperationException("mode of a socket");
  }

  @Override
  public int set(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Integer value) {
    throw new UnsupportedOperationException("mode of a socket");
  }
}
