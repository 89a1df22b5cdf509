// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NamedPipes;
import org.packetloom.platform.Transfer;

/** A stream over one end of a duplex pipe, whose directions end together unless it has messages. */
final class PipeStream extends DescriptorStream {
  private PipeStream(Opening opening, ConnectorUri uri, int descriptor) {
    super(
        opening,
        uri,
        OptionTable.PIPE,
        handle(opening, descriptor, DescriptorKind.PIPE),
        Optional.empty());
  }

  /** Owns the descriptor from now on. */
  static PipeStream over(Opening opening, ConnectorUri uri, int descriptor) {
    return new PipeStream(opening, uri, descriptor);
  }

  /** Its mode, once it is connected. */
  NamedPipes.Mode mode() throws IOException {
    NamedPipes.Mode[] found = new NamedPipes.Mode[1];
    NamedPipes pipes = opening.engine().platform().namedPipes().orElseThrow();
    int result = pipes.mode(handle().descriptor(), found);
    opening.failures().ensure("mode", endpoints(Transfer.READ), result);
    return found[0];
  }

  /** Of bytes only both directions can end, at close. */
  @Override
  public StreamConnector shutdownOutput() throws IOException {
    handle().enter("shut down output");
    try {
      if (mode() == NamedPipes.Mode.BYTE) {
        throw new CapabilityException(
            "shut down output of " + endpoints(Transfer.WRITE),
            "a pipe of bytes ends in both directions at once",
            "close it, or listen with mode=message");
      }
    } finally {
      handle().leave();
    }
    return super.shutdownOutput();
  }
}
