// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;

/**
 * An address that nobody listens at, and nobody can until this is closed: its port is bound, at all
 * interfaces and in both versions, by a socket that does not listen. A port that was just closed
 * would be anybody's. An address without a port is nobody's anyway, as rows make up their names.
 */
final class Vacancy implements Closeable {
  private final Socket holder;
  private final ConnectorUri uri;

  private Vacancy(Socket holder, ConnectorUri uri) {
    this.holder = holder;
    this.uri = uri;
  }

  /**
   * Takes it.
   *
   * @param place where a listener could be, such as at port 0
   */
  static Vacancy of(ConnectorUri place) throws IOException {
    var holder = new Socket();
    if (!(place.target() instanceof ConnectorTarget.Host host)) {
      return new Vacancy(holder, place);
    }
    try {
      holder.bind(new InetSocketAddress(0));
    } catch (IOException e) {
      holder.close();
      throw e;
    }
    var target =
        new ConnectorTarget.Host(host.host(), host.zone(), Integer.toString(holder.getLocalPort()));
    return new Vacancy(holder, ConnectorUri.of(place.scheme(), target));
  }

  ConnectorUri uri() {
    return uri;
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
