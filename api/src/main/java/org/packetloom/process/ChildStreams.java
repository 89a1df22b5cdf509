// SPDX-License-Identifier: Apache-2.0
package org.packetloom.process;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * The pipes for those streams of a child that its builder does not redirect, while it is started.
 * Belongs to the starting thread.
 */
final class ChildStreams implements Closeable {
  private final List<ChildPipe> pipes = new ArrayList<>();

  private Optional<ChildPipe> in = Optional.empty();
  private Optional<ChildPipe> out = Optional.empty();
  private Optional<ChildPipe> error = Optional.empty();

  /** Whether the near ends have an owner. */
  private boolean isKept;

  private ChildStreams() {}

  static ChildStreams open(Packetloom loom, ProcessBuilder builder) throws IOException {
    ChildStreams streams = new ChildStreams();
    try {
      if (builder.redirectInput() == Redirect.PIPE) {
        streams.in = streams.added(ChildPipe.toChild(loom));
      }
      if (builder.redirectOutput() == Redirect.PIPE) {
        streams.out = streams.added(ChildPipe.fromChild(loom));
      }
      if (builder.redirectError() == Redirect.PIPE && !builder.redirectErrorStream()) {
        streams.error = streams.added(ChildPipe.fromChild(loom));
      }
      return streams;
    } catch (Throwable e) {
      streams.close();
      throw e;
    }
  }

  private Optional<ChildPipe> added(ChildPipe pipe) {
    pipes.add(pipe);
    return Optional.of(pipe);
  }

  /** Starts the child with the far ends; leaves the builder as it was. */
  Process start(ProcessBuilder builder) throws IOException {
    try {
      in.ifPresent(pipe -> builder.redirectInput(pipe.file()));
      out.ifPresent(pipe -> builder.redirectOutput(pipe.file()));
      error.ifPresent(pipe -> builder.redirectError(pipe.file()));
      return builder.start();
    } catch (IOException e) {
      throw StartFailure.of(builder, e);
    } finally {
      in.ifPresent(_ -> builder.redirectInput(Redirect.PIPE));
      out.ifPresent(_ -> builder.redirectOutput(Redirect.PIPE));
      error.ifPresent(_ -> builder.redirectError(Redirect.PIPE));
    }
  }

  Optional<StreamConnector> stdin() {
    return in.map(ChildPipe::near);
  }

  Optional<StreamConnector> stdout() {
    return out.map(ChildPipe::near);
  }

  Optional<StreamConnector> stderr() {
    return error.map(ChildPipe::near);
  }

  /** The near ends belong to somebody else from now on. */
  void keep() {
    isKept = true;
  }

  /** Closes the far ends, and the near ones that nobody keeps. */
  @Override
  public void close() throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (ChildPipe pipe : pipes) {
      try {
        if (isKept) {
          pipe.closeFar();
        } else {
          pipe.close();
        }
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
