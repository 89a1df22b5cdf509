// SPDX-License-Identifier: Apache-2.0
package com.example.rope;

import java.io.IOException;
import org.packetloom.ConnectorUri;
import org.packetloom.Pair;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** The scheme {@code rope}: pairs of streams within the process. */
public final class RopeScheme implements Scheme {
  /** Makes the scheme. */
  public RopeScheme() {}

  @Override
  public String name() {
    return "rope";
  }

  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    Rope there = new Rope();
    Rope back = new Rope();
    return new Pair(
        AbstractStream.open(new RopeEnd(uri, context, back, there)),
        AbstractStream.open(new RopeEnd(uri, context, there, back)));
  }
}
