// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.time.Duration;
import org.packetloom.Connector;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * Calls handlers when connectors are ready, when times come, and when events are fired.
 *
 * <p><b>Readiness</b> is level-triggered: a handler for {@link Events#READ} or {@link Events#WRITE}
 * is called again as long as something can be read or written. {@link Events#OPEN}, {@link
 * Events#CLOSE} and {@link Events#ERROR} are told once to each registration. A connector may have
 * several registrations, which come and go without affecting each other; all that are concerned by
 * what was found are called, one after another, in the order in which they were registered. A
 * connector may be closed at any time: its registrations end, those for {@code CLOSE} being told.
 *
 * <p><b>Worker mode.</b> A thread watches, and up to so many virtual threads run handlers, which
 * may wait. <b>Pump mode</b>, with 0 workers: {@link #processEvents} does both, on the thread that
 * calls it.
 *
 * <p>Safe for use by any thread, handlers included. Whatever throws inside, other handlers go on.
 *
 * @see org.packetloom.Packetloom#reactor()
 */
public interface Reactor extends TimerService, UserEvents, AutoCloseable {
  /**
   * Has a handler called as long as a connector is ready.
   *
   * @param connector of the same toolkit
   * @param events bits of {@link Events}, a connector's
   * @param handler is called, never by this call itself
   * @return the registration
   * @throws IllegalArgumentException if there are no events, or none that a connector has
   * @throws ReactorClosedException if the reactor is closed
   * @throws org.packetloom.ConnectorClosedException if the connector is closed
   * @throws org.packetloom.CapabilityException if the connector cannot be watched: it has no
   *     descriptor; it listens at {@code fifo:}, as no system tells who opens a pipe; it is
   *     encrypted and has not shaken hands; or it is not open in a direction asked for, as the way
   *     back of a named pipe that nobody reads yet
   * @throws IOException if the system refuses
   */
  default Registration register(Connector connector, long events, EventHandler handler)
      throws IOException {
    return register(connector, events, handler, Repetition.ALWAYS);
  }

  /**
   * Has a handler called when a connector is ready.
   *
   * @param connector of the same toolkit
   * @param events bits of {@link Events}, a connector's
   * @param handler is called, never by this call itself
   * @param repetition how often
   * @return the registration
   * @throws IOException and others as {@link #register(Connector, long, EventHandler)}
   */
  Registration register(
      Connector connector, long events, EventHandler handler, Repetition repetition)
      throws IOException;

  /**
   * Cancels the registrations of a handler for a connector.
   *
   * @param connector may be closed
   * @param handler the same object
   * @return how many were active
   */
  int unregister(Connector connector, EventHandler handler);

  /**
   * Cancels all registrations for a connector.
   *
   * @param connector may be closed
   * @return how many were active
   */
  int unregister(Connector connector);

  // ---- connections

  /**
   * Prepares a server whose handler is given what its clients send. <em>Incubating.</em>
   *
   * {@snippet :
   * DataHandler echo =
   *     (c, data) -> {
   *       if (!c.offer(data)) { // its queue is full: left, and given again when there is room
   *         c.pause();
   *       }
   *     };
   * DataServer server = reactor.server(echo).listen("tcp://127.0.0.1:7000").start();
   * }
   *
   * @param handler of all connections
   * @return a builder with default settings
   */
  default DataServer.Builder server(DataHandler handler) {
    return new DataServerBuilder(this, handler);
  }

  /**
   * Connects, and has a handler given what the peer sends. <em>Incubating.</em>
   *
   * @param uri where to; the calling thread waits for the connection, as {@link
   *     org.packetloom.ConnectorFactory#connect(String)} does
   * @param handler is called from now on
   * @return the connection
   * @throws ReactorClosedException if the reactor is closed
   * @throws IOException if it cannot connect, or be watched
   */
  default DataConnection connect(String uri, DataHandler handler) throws IOException {
    return adopt(packetloom().connect(uri), handler);
  }

  /**
   * Takes a connection over, and has a handler given what the peer sends. <em>Incubating.</em>
   *
   * @param connector of the same toolkit, from which nobody else reads any more; it is closed if
   *     this fails
   * @param handler is called from now on
   * @return the connection
   * @throws IOException and others as {@link #adopt(StreamConnector, DataHandler, DataLimits)}
   */
  default DataConnection adopt(StreamConnector connector, DataHandler handler) throws IOException {
    return adopt(connector, handler, DataLimits.DEFAULT);
  }

  /**
   * Takes a connection over, and has a handler given what the peer sends. <em>Incubating.</em>
   *
   * @param connector of the same toolkit, from which nobody else reads any more; it is closed if
   *     this fails
   * @param handler is called from now on
   * @param limits what it may take
   * @return the connection
   * @throws IllegalArgumentException if the connector has {@code blocking=no}
   * @throws ReactorClosedException if the reactor is closed
   * @throws org.packetloom.ConnectorClosedException if the connector is closed
   * @throws org.packetloom.CapabilityException if the connector cannot be watched
   * @throws IOException if the system refuses
   */
  default DataConnection adopt(StreamConnector connector, DataHandler handler, DataLimits limits)
      throws IOException {
    return WatchedConnection.start(this, connector, handler, limits);
  }

  /**
   * The memory that connections read into.
   *
   * @return always the same
   */
  ReadBuffers readBuffers();

  /**
   * The toolkit that the reactor belongs to.
   *
   * @return always the same
   */
  Packetloom packetloom();

  // ---- pump mode

  /**
   * Waits until something is ready, and runs the handlers that it concerns: one step of a loop that
   * the caller runs. Ends early, having run none, after {@link Event#post()}.
   *
   * <p>A virtual thread that waits here parks. An interrupt does not end it.
   *
   * @param timeout how long to wait; zero not to wait, negative to wait without limit
   * @param options how to go about it
   * @return how many tasks were run, or handed to the {@link TaskDispatcher}; 0 if none were ready.
   *     One may find nothing that is left to be told, and call no handler: whoever waits for a
   *     certain event calls this until it has come
   * @throws HandlerFailedException only with {@link PumpOption#EXIT_ON_FAILURE}
   * @throws IllegalStateException in worker mode; and if it is being called already, by another
   *     thread or in a handler
   * @throws ReactorClosedException if the reactor is closed, or is closed meanwhile
   */
  int processEvents(Duration timeout, PumpOption... options);

  /**
   * A way to wake the reactor from other threads.
   *
   * @return each call another one
   */
  Event event();

  // ---- worker mode

  /**
   * Changes how many handlers may run at once. When there are to be fewer, those that run end
   * first.
   *
   * @param count 1 or more; −1 for as many as there are processors
   * @throws IllegalArgumentException if it is 0, or less than −1
   * @throws IllegalStateException in pump mode
   * @throws ReactorClosedException if the reactor is closed
   */
  void workers(int count);

  /**
   * What the reactor is doing, to manage its workers by.
   *
   * @return the numbers of now
   */
  ReactorStatistics statistics();

  /**
   * The name of its poller.
   *
   * @return such as {@code epoll}
   */
  String poller();

  /**
   * Ends the reactor: no handler is called any more, timers and registrations are gone; connectors
   * stay open. Interrupts handlers that run in workers, and waits for them for up to 10 seconds,
   * but for one that calls this itself. Does nothing if closed.
   */
  @Override
  void close();

  /** Prepares a reactor. A builder belongs to one thread. */
  interface Builder {
    /**
     * Chooses how many handlers may run at once.
     *
     * @param count 1 or more; −1 for as many as there are processors, as it is unless chosen; 0 for
     *     pump mode
     * @return this builder
     * @throws IllegalArgumentException if it is less than −1
     */
    Builder workers(int count);

    /**
     * Chooses the poller.
     *
     * @param name such as {@code epoll}; {@code auto} for the toolkit's, as it is unless chosen
     * @return this builder
     */
    Builder poller(String name);

    /**
     * Lets several handlers of one connector run at once; each registration still has one call at a
     * time. The connector is watched again when all of them have ended, so one must not wait for
     * what only another one of them would bring about.
     *
     * @return this builder
     */
    Builder concurrent();

    /**
     * Has tasks handed over in pump mode, in place of running them.
     *
     * @param dispatcher runs them
     * @return this builder
     */
    Builder dispatcher(TaskDispatcher dispatcher);

    /**
     * Chooses who hears of handlers that fail; unless chosen, they are logged at level WARNING by
     * the {@link System.Logger} named as {@link Reactor}.
     *
     * @param listener is called by the thread that ran the handler
     * @return this builder
     */
    Builder onFailure(EventFailureListener listener);

    /**
     * Opens the reactor, which is closed with its toolkit.
     *
     * @return the reactor
     * @throws IllegalStateException if there is a dispatcher, and workers too
     * @throws org.packetloom.CapabilityException if there is no such poller here
     * @throws org.packetloom.ConnectorClosedException if the toolkit is closed
     * @throws IOException if the system has no resources for a poller
     */
    Reactor open() throws IOException;
  }
}
