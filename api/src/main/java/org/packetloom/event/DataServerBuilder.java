// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.FailureListener;
import org.packetloom.serving.ServerSettings;
import org.packetloom.tls.Tls;

/** Collects the settings of a server and starts it. */
final class DataServerBuilder extends ServerSettings<DataServer.Builder>
    implements DataServer.Builder {
  private final Reactor reactor;
  private final DataHandler handler;
  private DataLimits limits = DataLimits.DEFAULT;
  private Optional<Tls> tls = Optional.empty();
  private @Nullable FailureListener failureListener; // null to report to the reactor

  DataServerBuilder(Reactor reactor, DataHandler handler) {
    super(reactor.packetloom());
    this.reactor = reactor;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  protected DataServer.Builder self() {
    return this;
  }

  @Override
  public DataServer.Builder limits(DataLimits chosen) {
    limits = Objects.requireNonNull(chosen, "limits");
    return this;
  }

  @Override
  public DataServer.Builder tls(Tls setting) {
    setting.ensureServer();
    tls = Optional.of(setting);
    return this;
  }

  @Override
  public DataServer.Builder onFailure(FailureListener listener) {
    failureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public DataServer start() throws IOException {
    if (tls.isPresent()) {
      tls.get().ensureServes();
    }
    return RunningDataServer.start(
        reactor, handler, limits, admission(), tls, open(), new DataReports(failureListener));
  }
}
