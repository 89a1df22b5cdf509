// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.examples.event.EventEcho;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends back what it receives, without a thread for each connection. */
@Command(
    name = "event-echo",
    description = {
      "Send back what arrives, on each of several addresses, by events: handlers are called when"
          + " something can be read or written, and no thread waits for a peer.",
      "Prints 'listening URI' for each address, with the real port. A signal (INT, TERM) ends it.",
      "An example of a Reactor."
    })
final class EventEchoCommand implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofNanos(-1);
  private static final long STOP = Events.USER;

  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      paramLabel = "URI",
      arity = "1..*",
      description =
          "Where to listen, streams and datagrams in any mixture: tcp://127.0.0.1:0, udp://:7,"
              + " local:///path, fifo:///there?reply=/back, fd:///listen/name.")
  private List<ConnectorUri> uris; // written by the parser

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "-1",
      description =
          "How many handlers may run at once; -1 for as many as there are processors (default: -1),"
              + " 0 to run them all on the main thread, which pumps events.")
  private int workers; // written by the parser

  EventEchoCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (workers < -1) {
      throw new ParameterException(spec.commandLine(), "--workers must be at least -1");
    }
    for (ConnectorUri uri : uris) {
      if (uri.scheme().equals("tun") || uri.scheme().equals("tap")) {
        throw new ParameterException(
            spec.commandLine(), "'" + uri + "' is a network interface: packets have no sender");
      }
    }
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report);
        Reactor reactor =
            loom.reactor()
                .workers(workers)
                .onFailure((_, _, failure) -> settings.report(failure))
                .open();
        EventEcho echo = EventEcho.open(loom, reactor, uris, this::lost)) {
      echo.uris().forEach(uri -> settings.streams().out().println("listening " + uri));
      if (workers == 0) {
        pumpUntil(stop, reactor);
      } else {
        stop.await();
      }
    }
    return 0;
  }

  private static void pumpUntil(StopSignal stop, Reactor reactor) {
    AtomicBoolean isStopped = new AtomicBoolean();
    reactor.register(STOP, _ -> isStopped.set(true));
    stop.fireAtNext(reactor, STOP);
    while (!isStopped.get()) {
      reactor.processEvents(FOREVER);
    }
  }

  /** Of lost connections only who looks closely wants to hear: peers come and go as they like. */
  private void lost(Throwable failure) {
    if (settings.isVerbose()) {
      settings.report(failure);
    }
  }
}
