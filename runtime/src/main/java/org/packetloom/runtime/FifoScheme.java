// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Transfer;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The scheme {@code fifo}: pipes with a name.
 *
 * <p>One pipe carries bytes one way. With {@code reply} there is a second one for the other way:
 * who connects writes to the first and reads from the second, who listens the reverse.
 */
final class FifoScheme implements Scheme {
  private static final String CONNECT = "connect";
  private static final Runnable NOTHING = () -> {};

  @Override
  public String name() {
    return "fifo";
  }

  /** What a URI asks for. */
  record Target(String path, Optional<String> reply, boolean isRead, boolean isWritten) {
    static Target of(ConnectorUri uri) throws IOException {
      if (!(uri.target() instanceof ConnectorTarget.Path(String path))) {
        throw new IllegalArgumentException("target of " + uri);
      }
      Optional<String> reply = uri.parameter("reply");
      Optional<String> direction =
          uri.parameter("direction").map(d -> d.toLowerCase(java.util.Locale.ROOT));
      if (reply.isPresent() && direction.isPresent()) {
        throw new CapabilityException(
            uri.toString(), "with 'reply' there are both directions", "leave out 'direction'");
      }
      boolean isRead = !direction.equals(Optional.of("write"));
      boolean isWritten = !direction.equals(Optional.of("read"));
      return new Target(path, reply, isRead, isWritten);
    }
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    Target target = Target.of(uri);
    FifoFile.ensureFifo(target.path(), uri, opening);
    if (target.reply().isEmpty()) {
      Attaching in = end(opening, target.isRead(), target.path(), Transfer.READ);
      Attaching out = end(opening, target.isWritten(), target.path(), Transfer.WRITE);
      return DescriptorConnector.open(
          DescriptorStream.over(opening, uri, OptionTable.NONE, in, out), _ -> {});
    }
    String reply = target.reply().get();
    FifoFile.ensureFifo(reply, uri, opening);
    return DescriptorConnector.open(
        DescriptorStream.over(
            opening,
            uri,
            OptionTable.NONE,
            end(opening, true, reply, Transfer.READ),
            end(opening, true, target.path(), Transfer.WRITE)),
        // reading first, so that who is written to finds a reader when it answers
        stream -> {
          tryOpen(stream.handle(), Transfer.READ, opening);
          awaitReader(stream.output().handle(), opening);
        });
  }

  private static Attaching end(Opening opening, boolean isThere, String path, int direction)
      throws IOException {
    Engine engine = opening.engine();
    byte[] name = Addresses.pathBytes(path);
    return isThere
        ? readiness -> new FifoEnd(engine, name, direction, readiness, NOTHING)
        : _ -> new AbsentTransfer(engine);
  }

  /** Opens an end; whether it is open now. */
  static boolean tryOpen(Handle handle, int direction, Opening opening) throws IOException {
    int result = ((FifoEnd) handle.transfer()).tryOpen();
    if (result < 0 && result != Transfer.NOT_READY) {
      throw handle.failure(CONNECT, direction, result, 0);
    }
    return result == 0;
  }

  /** Waits until somebody reads; obeys the deadline for opening. */
  private static void awaitReader(Handle handle, Opening opening) throws IOException {
    Lane lane = handle.lane(Transfer.WRITE);
    lane.deadline(opening.openDeadline());
    lane.timeoutNanos(0);
    handle.begin(Transfer.WRITE, CONNECT);
    try {
      int seen = handle.ready();
      while (!tryOpen(handle, Transfer.WRITE, opening)) {
        handle.await(Transfer.WRITE, CONNECT, seen, 0);
        seen = handle.ready();
        handle.ensurePolled(seen, CONNECT, Transfer.WRITE, 0);
      }
    } finally {
      lane.deadline(Deadline.NONE);
      lane.timeoutNanos(Settings.nanos(opening.writeTimeout()));
      handle.end(Transfer.WRITE);
    }
    handle.assumeReady();
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    Target target = Target.of(uri);
    if (!target.isRead()) {
      // to find out whether a reader is a new one, the pipe would have to be opened, which ends the
      // wait of one that is, and ends it with nothing when the pipe is closed again
      throw new CapabilityException(
          "listen " + uri,
          "a reader that comes cannot be told from one that is about to leave",
          "connect with direction=write, or listen with 'reply'");
    }
    List<FifoFile> files = new ArrayList<>();
    try {
      OptionalInt mode = mode(uri);
      FifoFile file = FifoFile.ensure(target.path(), mode, uri, opening);
      files.add(file);
      if (target.reply().isPresent()) {
        files.add(FifoFile.ensure(target.reply().get(), mode, uri, opening));
      }
      byte[] name = Addresses.pathBytes(target.path());
      int keeper = file.open(name, uri, opening);
      return DescriptorConnector.open(
          new FifoListener(opening, uri, target, files, keeper), _ -> {});
    } catch (Throwable e) {
      for (FifoFile file : files) {
        file.remove(opening);
      }
      throw e;
    }
  }

  private static OptionalInt mode(ConnectorUri uri) {
    return uri.parameter("mode").stream().mapToInt(text -> Integer.parseInt(text, 8)).findFirst();
  }
}
