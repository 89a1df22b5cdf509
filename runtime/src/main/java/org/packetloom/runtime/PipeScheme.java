// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NamedPipes;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The scheme {@code pipe}: duplex pipes with a name that is no file.
 *
 * <p>A listener keeps so many instances of its pipe ready that a client finds one, or finds all of
 * them busy; it never finds none. Whoever connects tries busy ones again, see {@link Connecting}.
 */
final class PipeScheme implements Scheme {
  /** Instances that wait for clients, or to be accepted, unless a backlog was chosen. */
  private static final int BACKLOG = 16;

  /** What a pipe holds for each direction unless chosen. */
  private static final int BUFFER_BYTES = 65_536;

  private static final String MODE = "mode";

  @Override
  public String name() {
    return "pipe";
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    NamedPipes pipes = pipes(uri, opening);
    int descriptor = pipes.client(pipeName(uri));
    opening.failures().ensure("open", uri.toString(), descriptor);
    return DescriptorConnector.open(
        PipeStream.over(opening, uri, descriptor),
        stream -> {
          new Connecting(stream.handle(), opening).connect(NativeAddress.None.NONE);
          ensureMode(uri, stream.mode());
        });
  }

  /** A client has the mode that the listener chose, or refuses it. */
  private static void ensureMode(ConnectorUri uri, NamedPipes.Mode mode)
      throws CapabilityException {
    Optional<NamedPipes.Mode> wanted = mode(uri);
    if (wanted.isPresent() && wanted.get() != mode) {
      throw new CapabilityException(
          "mode of " + uri,
          "its listener chose " + mode.name().toLowerCase(Locale.ROOT),
          "leave out 'mode'");
    }
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    int descriptor = pipes(uri, opening).listen(plan(uri, opening));
    opening.failures().ensure("listen", uri.toString(), descriptor);
    return DescriptorConnector.open(
        new DescriptorListener(opening, uri, OptionTable.PIPE, DescriptorKind.PIPE, descriptor),
        _ -> {});
  }

  private static NamedPipes.Plan plan(ConnectorUri uri, Opening opening) {
    Object chosen = opening.settings().options().get(ConnectorOptions.BACKLOG);
    int instances = uri.integer("instances").orElse(NamedPipes.UNLIMITED);
    int backlog = chosen == null ? BACKLOG : (Integer) chosen;
    return new NamedPipes.Plan(
        pipeName(uri),
        mode(uri).orElse(NamedPipes.Mode.BYTE),
        uri.flag("remote").orElse(false),
        uri.parameter("access"),
        instances,
        Math.min(backlog, instances),
        uri.integer("receive-buffer").orElse(BUFFER_BYTES),
        uri.integer("send-buffer").orElse(BUFFER_BYTES));
  }

  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    try (Listener listener = listen(uri, context)) {
      StreamConnector first = connect(uri, context);
      try {
        listener.acceptDeadline(context.openDeadline());
        return new Pair(first, listener.accept());
      } catch (Throwable e) {
        first.close();
        throw e;
      }
    }
  }

  private static Optional<NamedPipes.Mode> mode(ConnectorUri uri) {
    return uri.parameter(MODE).map(mode -> NamedPipes.Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
  }

  private static String pipeName(ConnectorUri uri) {
    if (!(uri.target() instanceof ConnectorTarget.Path(String path))) {
      throw new IllegalArgumentException("target of " + uri);
    }
    return path.substring(1);
  }

  private static NamedPipes pipes(ConnectorUri uri, Opening opening) throws CapabilityException {
    Platform platform = opening.engine().platform();
    return platform
        .namedPipes()
        .orElseThrow(
            () ->
                new CapabilityException(
                    "scheme 'pipe' of " + uri,
                    "named pipes of this kind exist on Windows only, not on " + platform.name(),
                    "use local or fifo"));
  }
}
