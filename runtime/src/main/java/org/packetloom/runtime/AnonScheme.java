// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.ConnectorUri;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** The scheme {@code anon}: anonymous pipes. */
final class AnonScheme implements Scheme {
  @Override
  public String name() {
    return "anon";
  }

  /** Both ends of one pipe in one connector: what is written is read back. */
  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    int[] pipe = pipe(uri, opening);
    return begin(over(opening, uri, pipe[0], pipe[1]));
  }

  /** Two pipes, one for each direction. */
  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    int[] there = pipe(uri, opening);
    int[] back;
    try {
      back = pipe(uri, opening);
    } catch (Throwable e) {
      for (int descriptor : there) {
        opening.failures().ensure("close", uri.toString(), opening.descriptors().close(descriptor));
      }
      throw e;
    }
    DescriptorStream first = over(opening, uri, back[0], there[1]);
    DescriptorStream second = over(opening, uri, there[0], back[1]);
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
