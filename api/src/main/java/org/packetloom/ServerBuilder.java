// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.packetloom.serving.ServerSettings;
import org.packetloom.tls.Tls;

/** Collects the settings of a server and starts it. */
final class ServerBuilder extends ServerSettings<Server.Builder> implements Server.Builder {
  private final Packetloom loom;
  private final Handler handler;
  private Optional<Tls> tls = Optional.empty();
  private FailureListener failureListener = FailureReports::log;

  ServerBuilder(Packetloom loom, Handler handler) {
    super(loom);
    this.loom = loom;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  protected Server.Builder self() {
    return this;
  }

  @Override
  public Server.Builder tls(Tls setting) {
    setting.ensureServer();
    tls = Optional.of(setting);
    return this;
  }

  @Override
  public Server.Builder onFailure(FailureListener listener) {
    failureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public Server start() throws IOException {
    if (tls.isPresent()) {
      tls.get().ensureServes();
    }
    return RunningServer.start(open(), handler, admission(), tls, loom, failureListener);
  }
}
