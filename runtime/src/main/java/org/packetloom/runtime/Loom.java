// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.LeakDetection;
import org.packetloom.Packetloom;
import org.packetloom.PacketloomStatistics;
import org.packetloom.Probe;
import org.packetloom.Relay;
import org.packetloom.StreamConnector;
import org.packetloom.event.Reactor;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;
import org.packetloom.runtime.management.Registration;
import org.packetloom.spi.ReadinessPoller;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SocketStages;

/** The toolkit: owns an engine, a resolver and everything that was opened through it. */
final class Loom implements Packetloom {
  /** Those that the process ever had. */
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Engine engine;
  private final Map<String, Scheme> schemes;
  private final UserParameters parameters;
  private final Prober prober;
  private final Resolver resolver;
  private final Inheritance inherited;
  private final Errands errands = new Errands();
  private final OpenConnectors connectors;
  private final Overview overview;
  private final Caretaker caretaker;
  private final BufferPool buffers = new BufferPool();
  private final FileThreads fileThreads = new FileThreads();
  private final PipePool pipes;
  private final Stages stages = new Stages(this);
  private final int number = NUMBERS.incrementAndGet();
  private final ReentrantLock closing = new ReentrantLock();

  private @Nullable Reactor ownReactor; // guarded by closing; null before it is needed

  /** Guarded by closing for writing. */
  private volatile boolean closed;

  Loom(
      Engine engine,
      Resolver resolver,
      Map<String, Scheme> schemes,
      UserParameters parameters,
      Prober prober,
      LeakDetection detection) {
    this.engine = engine;
    this.connectors = new OpenConnectors(detection);
    this.overview = new Overview(LoomProvider.ownVersion(), engine, connectors);
    Registration registration = Registration.of(engine.name(), number, overview);
    this.caretaker = new Caretaker(engine + " " + number, connectors, overview, registration);
    this.resolver = resolver;
    this.schemes = Map.copyOf(schemes);
    this.parameters = parameters;
    this.prober = prober;
    this.inherited =
        new Inheritance(
            engine.platform().foreign(), System.getenv(), ProcessHandle.current().pid());
    this.pipes = new PipePool(engine.platform().descriptors());
  }

  /** Begins to look after it; called once it is made. */
  Loom started() {
    caretaker.start();
    return this;
  }

  Engine engine() {
    return engine;
  }

  Resolver resolver() {
    return resolver;
  }

  Inheritance inherited() {
    return inherited;
  }

  Errands errands() {
    return errands;
  }

  OpenConnectors connectors() {
    return connectors;
  }

  BufferPool buffers() {
    return buffers;
  }

  PipePool pipes() {
    return pipes;
  }

  FileThreads fileThreads() {
    return fileThreads;
  }

  void ensureOpen(String operation) throws IOException {
    if (connectors.isClosed()) {
      throw Failures.closed(operation, "toolkit");
    }
  }

  @Override
  public PreparedConnector connector(ConnectorUri uri) throws IOException {
    Scheme scheme = schemes.get(uri.scheme());
    if (scheme == null) {
      throw missing(uri);
    }
    if (!(scheme instanceof ResolvedScheme)) { // its resolver alone knows
      parameters.ensureKnown(uri, scheme);
    }
    return new PreparedConnector(this, scheme, uri, parameters);
  }

  private CapabilityException missing(ConnectorUri uri) {
    String asked = "scheme '" + uri.scheme() + "' of " + uri;
    if (ConnectorUri.builtInSchemes().contains(uri.scheme())) {
      return new CapabilityException(asked, "not built yet", "");
    }
    String known = schemes.keySet().stream().sorted().collect(Collectors.joining(" "));
    return new CapabilityException(
        asked, "unknown", "known are " + known + "; others are registered with the builder");
  }

  @Override
  public List<String> inheritedListeners() throws IOException {
    return inherited.names();
  }

  @Override
  public Relay relay(StreamConnector first, StreamConnector second) {
    return new StreamRelay(this, first, second);
  }

  @Override
  public Signals signals(Signal first, Signal... more) throws IOException {
    return LoomSignals.open(this, first, more);
  }

  @Override
  public ThreadFactory threadFactory() {
    return engine.threadFactory();
  }

  @Override
  public ThreadFactory threadFactory(Object group) {
    return engine.threadFactory(Objects.requireNonNull(group, "group"));
  }

  @Override
  public SocketStages stages() {
    return stages;
  }

  @Override
  public ReadinessPoller readinessPoller() throws IOException {
    return ConnectorPoller.open(this);
  }

  @Override
  public Reactor.Builder reactor() {
    return new ReactorBuilder(this);
  }

  @Override
  public List<Connector> awaitAny(
      long events, Deadline deadline, Collection<? extends Connector> connectors)
      throws IOException {
    return ReadyConnectors.await(this, events, deadline, connectors);
  }

  /** The reactor that the toolkit itself uses, opened on first use. */
  Reactor ownReactor() throws IOException {
    closing.lock();
    try {
      Reactor known = ownReactor;
      if (known == null) {
        known = reactor().workers(1).open();
        ownReactor = known;
      }
      return known;
    } finally {
      closing.unlock();
    }
  }

  @Override
  public Probe probe() {
    return prober.probe(this);
  }

  @Override
  public PacketloomStatistics statistics() {
    return overview.getStatistics();
  }

  @Override
  public String dump() {
    return overview.dump();
  }

  @Override
  public void close() {
    closing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      caretaker.close();
      connectors.closeAll();
      errands.close();
      resolver.close();
      fileThreads.close();
      pipes.close();
      engine.close();
    } finally {
      closing.unlock();
    }
  }

  @Override
  public String toString() {
    return "Packetloom[" + engine + "]";
  }
}
