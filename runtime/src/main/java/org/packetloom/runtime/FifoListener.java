// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/** Accepts streams at a pipe with a name, one at a time; see {@link FifoDoor}. */
final class FifoListener extends AcceptingConnector {
  private final FifoScheme.Target target;
  private final Handle handle;
  private final NativeAddress.Box noPeer = new NativeAddress.Box(); // nothing is put there

  /** Takes the keeper over, see {@link FifoDoor}. */
  FifoListener(
      Opening opening, ConnectorUri uri, FifoScheme.Target target, List<FifoFile> files, int keeper)
      throws IOException {
    super(opening, uri, OptionTable.NONE);
    this.target = target;
    Engine engine = opening.engine();
    byte[] path = Addresses.pathBytes(target.path());
    this.handle =
        new Handle(
            engine, entry, keeper, readiness -> new FifoDoor(engine, path, keeper, readiness));
    List<FifoFile> owned = List.copyOf(files);
    // last: who accepts meanwhile is told of the close, not that the name is gone
    entry.owns(() -> remove(owned, opening), true);
  }

  private static void remove(List<FifoFile> files, Opening opening) throws IOException {
    for (FifoFile file : files) {
      file.remove(opening);
    }
  }

  @Override
  Handle handle() {
    return handle;
  }

  @Override
  Optional<StreamConnector> attempt() throws IOException {
    FifoDoor door = (FifoDoor) handle.transfer();
    int result = door.tryAccept(noPeer);
    if (result == Transfer.NOT_READY) {
      return Optional.empty();
    }
    if (result < 0) {
      handle.ensureOpen(ACCEPT, Transfer.READ); // closing takes the name away meanwhile
      throw handle.failure(ACCEPT, Transfer.READ, result, 0);
    }
    return Optional.of(wrap(door, result));
  }

  /** A connection: over the end that was opened, and the other direction, if there is one. */
  private StreamConnector wrap(FifoDoor door, int descriptor) throws IOException {
    Opening accepted = opening.again();
    AtomicInteger ends = new AtomicInteger(2);
    Runnable whenGone =
        () -> {
          if (ends.decrementAndGet() == 0) {
            door.left();
          }
        };
    DescriptorStream made;
    try {
      made =
          DescriptorStream.over(
              accepted, uri(), OptionTable.NONE, open(door, descriptor, whenGone), back(whenGone));
    } catch (Throwable e) {
      door.left();
      throw e;
    }
    return open(
        made,
        stream -> {
          stream.choose(interruptPolicy());
          if (target.reply().isPresent()) {
            // now, if somebody reads already: the pipe may have lost its name when it is needed
            FifoScheme.tryOpen(stream.output().handle(), Transfer.WRITE, opening);
          }
        });
  }

  private Attaching open(FifoDoor door, int descriptor, Runnable whenGone) throws IOException {
    Engine engine = opening.engine();
    byte[] path = Addresses.pathBytes(target.path());
    int first = door.firstByte();
    return readiness -> {
      FifoEnd end = new FifoEnd(engine, path, Transfer.READ, readiness, whenGone);
      try {
        end.open(descriptor, first);
      } catch (Throwable e) {
        int unused = opening.descriptors().close(descriptor); // the throwable matters
        throw e;
      }
      return end;
    };
  }

  /** The way back: the other pipe, or the same one, or none. */
  private Attaching back(Runnable whenGone) throws IOException {
    if (!target.isWritten()) {
      return absent(whenGone);
    }
    Engine engine = opening.engine();
    byte[] path = Addresses.pathBytes(target.reply().orElse(target.path()));
    return readiness -> new FifoEnd(engine, path, Transfer.WRITE, readiness, whenGone);
  }

  private Attaching absent(Runnable whenGone) {
    whenGone.run();
    return _ -> new AbsentTransfer(opening.engine());
  }
}
