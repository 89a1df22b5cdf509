// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.Connector;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.conformance.SchemeRow;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.examples.memory.MemoryScheme;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** The memory scheme, with the datagrams of UDP, as a mutant has them. */
record BrokenScheme(MemoryScheme memory, Mutant mutant, AtomicLong numbers)
    implements Scheme, SchemeUnderTest {
  BrokenScheme(Mutant mutant) {
    this(new MemoryScheme(), mutant, new AtomicLong());
  }

  @Override
  public String name() {
    return "broken";
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    return broken(Mutant.Kind.LISTENER, Listener.class, memory.listen(uri, context));
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    return memory.connect(uri, context);
  }

  @Override
  public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    DatagramConnector sound = context.packetloom().bind("udp4://127.0.0.1:0");
    return broken(Mutant.Kind.DATAGRAMS, DatagramConnector.class, sound);
  }

  @Override
  public Packetloom open() throws IOException {
    return Packetloom.builder().scheme(this).open();
  }

  @Override
  public Pair openPair(Packetloom loom) throws IOException {
    Pair sound = SchemeRow.connect(loom, listenUri());
    return new Pair(
        broken(Mutant.Kind.STREAM, StreamConnector.class, sound.first()),
        broken(Mutant.Kind.STREAM, StreamConnector.class, sound.second()));
  }

  /** What a mutant of that kind has in place of a connector. */
  private <C extends Connector> C broken(Mutant.Kind kind, Class<C> type, C sound)
      throws IOException {
    return mutant.kind() == kind ? Call.broken(type, sound, mutant) : sound;
  }

  @Override
  public String listenUri() {
    return "broken:///name-" + numbers.incrementAndGet();
  }

  @Override
  public String datagramUri() {
    return "broken:///datagrams";
  }

  @Override
  public int moreThanBuffers() {
    return 1 << 20;
  }
}
