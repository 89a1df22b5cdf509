// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/** An option whose values are interfaces, which the system keeps by number. */
record InterfaceForm() implements OptionForm<NetworkInterface> {
  @Override
  public Optional<String> objection(NetworkInterface value) {
    return Optional.empty();
  }

  @Override
  public NetworkInterface parse(ConnectorUri uri, String parameter) {
    throw new IllegalArgumentException("parameter " + parameter);
  }

  @Override
  public int get(
      SocketSettings sockets,
      int descriptor,
      Optional<SocketSetting> setting,
      Box<NetworkInterface> into) {
    long[] number = new long[1];
    int result = sockets.setting(descriptor, setting.orElseThrow(), number);
    if (result >= 0) {
      into.put(named(number[0]));
    }
    return result;
  }

  private static NetworkInterface named(long number) {
    try {
      NetworkInterface found = number == 0 ? null : NetworkInterface.getByIndex((int) number);
      if (found == null) {
        throw new UnsupportedOperationException("no interface was chosen");
      }
      return found;
    } catch (SocketException e) {
      throw new UnsupportedOperationException("interface " + number, e);
    }
  }

  @Override
  public int set(
      SocketSettings sockets,
      int descriptor,
      Optional<SocketSetting> setting,
      NetworkInterface value) {
    return sockets.setting(descriptor, setting.orElseThrow(), value.getIndex());
  }
}
