// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import org.packetloom.net.PacketloomSocketFactory;

/**
 * Gives sockets of Packetloom to MySQL's driver, Connector/J, whose factories are of a type of its
 * own: copy this class into your program and name it as {@code socketFactory} in the URL. The URL's
 * parameter {@code via}, if there is one, is the connector URI that sockets go through.
 */
public final class MySqlSocketFactory extends StandardSocketFactory {
  /** For the driver, which finds it by name. */
  public MySqlSocketFactory() {
    // nothing to set
  }

  @Override
  protected Socket createSocket(PropertySet properties) {
    RuntimeProperty<String> via = properties.getStringProperty("via"); // null if not in the URL
    try {
      return new PacketloomSocketFactory(via == null ? "" : via.getValue()).createSocket();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
