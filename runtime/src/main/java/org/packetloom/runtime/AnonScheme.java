// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** The scheme {@code anon}: anonymous pipes. */
final class AnonScheme implements Scheme {
  private static final String DIRECTION = "direction";

  @Override
  public String name() {
    return "anon";
  }

  /** Both ends of one pipe in one connector: what is written is read back. */
  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    if (uri.parameter(DIRECTION).isPresent()) {
      throw new CapabilityException(
          "connect " + uri, "one way there would be nobody at the other end", "open a pair");
    }
    Opening opening = (Opening) context;
    int[] pipe = pipe(uri, opening);
    return begin(over(opening, uri, pipe[0], pipe[1]));
  }

  /** Two pipes, one for each direction, or one. */
  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    Optional<String> direction = uri.parameter(DIRECTION);
    return direction.isPresent()
        ? oneWay(uri, opening, direction.get().equalsIgnoreCase("read"))
        : bothWays(uri, opening);
  }

  private static Pair oneWay(ConnectorUri uri, Opening opening, boolean isFirstReader)
      throws IOException {
    int[] pipe = pipe(uri, opening);
    Engine engine = opening.engine();
    Attaching in = readiness -> engine.attach(pipe[0], DescriptorKind.PIPE, readiness);
    Attaching out = readiness -> engine.attach(pipe[1], DescriptorKind.PIPE, readiness);
    Attaching none = _ -> new AbsentTransfer(engine);
    ConnectorUri read = isFirstReader ? uri : ConnectorUri.parse("anon://?direction=read");
    ConnectorUri write = isFirstReader ? ConnectorUri.parse("anon://?direction=write") : uri;
    DescriptorStream reader;
    try {
      reader = DescriptorStream.over(opening, read, OptionTable.NONE, in, none);
    } catch (Throwable e) {
      close(opening, uri, pipe);
      throw e;
    }
    DescriptorStream writer;
    try {
      writer = DescriptorStream.over(opening, write, OptionTable.NONE, none, out);
    } catch (Throwable e) {
      reader.close();
      close(opening, uri, pipe[1]);
      throw e;
    }
    return isFirstReader ? begin(reader, writer) : begin(writer, reader);
  }

  private static Pair bothWays(ConnectorUri uri, Opening opening) throws IOException {
    int[] there = pipe(uri, opening);
    int[] back;
    try {
      back = pipe(uri, opening);
    } catch (Throwable e) {
      close(opening, uri, there);
      throw e;
    }
    DescriptorStream first = over(opening, uri, back[0], there[1]);
    DescriptorStream second = over(opening, uri, there[0], back[1]);
    return begin(first, second);
  }

  private static void close(Opening opening, ConnectorUri uri, int... descriptors)
      throws IOException {
    for (int descriptor : descriptors) {
      opening.failures().ensure("close", uri.toString(), opening.descriptors().close(descriptor));
    }
  }

  private static Pair begin(DescriptorStream first, DescriptorStream second) throws IOException {
    try {
      return new Pair(begin(first), begin(second));
    } catch (Throwable e) {
      first.close();
      second.close();
      throw e;
    }
  }

  private static DescriptorStream over(Opening opening, ConnectorUri uri, int in, int out) {
    return DescriptorStream.over(opening, uri, OptionTable.NONE, DescriptorKind.PIPE, in, out);
  }

  private static DescriptorStream begin(DescriptorStream stream) throws IOException {
    return DescriptorConnector.open(stream, _ -> {});
  }

  private static int[] pipe(ConnectorUri uri, Opening opening) throws IOException {
    int[] two = new int[2];
    opening.failures().ensure("open", uri.toString(), opening.descriptors().pipe(two));
    return two;
  }
}
