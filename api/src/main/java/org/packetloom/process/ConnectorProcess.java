// SPDX-License-Identifier: Apache-2.0
package org.packetloom.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.SchemeContext;

/**
 * A child process whose standard streams are connectors: threads that read and write them park, and
 * have deadlines, can be interrupted, and are woken by {@link #close()}. The streams of {@link
 * Process} do none of that.
 *
 * {@snippet :
 * var sort = new ProcessBuilder("sort").redirectError(ProcessBuilder.Redirect.INHERIT);
 * try (var process = ConnectorProcess.start(sort)) {
 *   process.stdin().writeTimeout(Duration.ofSeconds(5)).write(lines);
 *   process.stdin().close(); // the program sees the end
 *   process.stdout().readDeadline(Deadline.after(Duration.ofSeconds(10)));
 *   byte[] sorted = process.stdout().inputStream().readAllBytes();
 *   int exitValue = process.waitFor(Deadline.after(Duration.ofSeconds(1)));
 * } // whatever still runs is terminated
 * }
 *
 * <p>What the {@link ProcessBuilder} says is done: those streams that it redirects are no
 * connectors. Those that are end when the last process that holds them does, which may be a child
 * of the child. Closing the toolkit terminates the process.
 *
 * <p>Safe for use by any thread. The JDK keeps a thread of the platform, of its own, for each child
 * that runs, to hear of its end.
 *
 * @see ProcessBuilder
 */
public final class ConnectorProcess implements AutoCloseable {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

  private final Process process;
  private final String name;
  private final ParkPoint ending;
  private final Optional<StreamConnector> stdin;
  private final Optional<StreamConnector> stdout;
  private final Optional<StreamConnector> stderr;

  private volatile Duration grace = DEFAULT_GRACE;

  private ConnectorProcess(Process process, String name, ParkPoint ending, ChildStreams streams) {
    this.process = process;
    this.name = name;
    this.ending = ending;
    this.stdin = streams.stdin();
    this.stdout = streams.stdout();
    this.stderr = streams.stderr();
  }

  /**
   * Starts a process on the shared toolkit.
   *
   * @param builder as in {@link #start(Packetloom, ProcessBuilder)}
   * @return the running process
   * @throws IOException as there
   */
  public static ConnectorProcess start(ProcessBuilder builder) throws IOException {
    return start(Packetloom.shared(), builder);
  }

  /**
   * Starts a process.
   *
   * @param loom opens the connectors
   * @param builder says what to start; nobody else uses it meanwhile, and it is as before on return
   * @return the running process
   * @throws java.nio.file.NoSuchFileException if there is no such program or working directory
   * @throws java.nio.file.AccessDeniedException if the program may not be executed
   * @throws org.packetloom.CapabilityException if pipes cannot be handed to a child here
   * @throws org.packetloom.ConnectorClosedException if the toolkit is closed
   * @throws IOException as {@link ProcessBuilder#start()}, or if the system has no more pipes
   */
  public static ConnectorProcess start(Packetloom loom, ProcessBuilder builder) throws IOException {
    SchemeContext services = loom.connector("anon://").context();
    try (ChildStreams streams = ChildStreams.open(loom, builder)) {
      Process process = streams.start(builder);
      String name = "process " + process.pid() + " (" + builder.command().getFirst() + ")";
      ParkPoint ending = services.parkPoint(name);
      var started = new ConnectorProcess(process, name, ending, streams);
      ending.onClose(process::destroy);
      var _ = process.onExit().thenRun(ending::signal);
      streams.keep();
      return started;
    }
  }

  /**
   * Runs a program on the shared toolkit, without input, and collects its output.
   *
   * @param builder as in {@link #run(Packetloom, ProcessBuilder, byte[], Deadline)}
   * @param deadline as there
   * @return as there
   * @throws IOException as there
   */
  public static ProcessOutcome run(ProcessBuilder builder, Deadline deadline) throws IOException {
    return run(Packetloom.shared(), builder, new byte[0], deadline);
  }

  /**
   * Runs a program, gives it some input and collects its output, however much of each there is.
   * Returns when it has ended and nobody can write to its output any more.
   *
   * @param loom opens the connectors
   * @param builder says what to start, as in {@link #start(Packetloom, ProcessBuilder)}
   * @param input what it reads from its standard input, followed by the end; what it does not read
   *     is lost without an error
   * @param deadline when to give up; the ambient one joins in
   * @return how it ended, and what it wrote
   * @throws org.packetloom.ConnectorTimeoutException at the deadline; the process was ended
   * @throws org.packetloom.ConnectorInterruptedException if the thread is interrupted; the process
   *     was ended
   * @throws IOException as {@link #start(Packetloom, ProcessBuilder)}, or if its streams fail
   * @throws IllegalArgumentException if there is input, and the builder redirects it
   */
  public static ProcessOutcome run(
      Packetloom loom, ProcessBuilder builder, byte[] input, Deadline deadline) throws IOException {
    if (input.length > 0 && builder.redirectInput() != Redirect.PIPE) {
      throw new IllegalArgumentException("input, but it comes from " + builder.redirectInput());
    }
    try (ConnectorProcess process = start(loom, builder)) {
      return new Collecting(loom, process, input).outcome(deadline);
    }
  }

  // ---- the streams

  /**
   * The end that this process writes to: the child's standard input. It does not read. Closing it
   * has the child read the end.
   *
   * @return always the same
   * @throws IllegalStateException if the builder redirected it
   */
  public StreamConnector stdin() {
    return present(stdin, "standard input");
  }

  /**
   * The end that this process reads from: the child's standard output. It cannot be written to.
   *
   * @return always the same
   * @throws IllegalStateException if the builder redirected it
   */
  public StreamConnector stdout() {
    return present(stdout, "standard output");
  }

  /**
   * The end that this process reads the child's standard error from, as {@link #stdout()}.
   *
   * @return always the same
   * @throws IllegalStateException if the builder redirected it, or merged it into standard output
   */
  public StreamConnector stderr() {
    return present(stderr, "standard error");
  }

  private StreamConnector present(Optional<StreamConnector> stream, String what) {
    return stream.orElseThrow(
        () -> new IllegalStateException(what + " of " + name + " was redirected"));
  }

  Optional<StreamConnector> input() {
    return stdin;
  }

  Optional<StreamConnector> output() {
    return stdout;
  }

  Optional<StreamConnector> error() {
    return stderr;
  }

  ParkPoint ending() {
    return ending;
  }

  // ---- the process

  /**
   * The process, for all that has nothing to do with its streams; those that it has are of no use.
   *
   * @return always the same
   */
  public Process process() {
    return process;
  }

  /**
   * Whether it runs.
   *
   * @return false once it has ended
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Its status.
   *
   * @return empty as long as it runs; 128 and the number of the signal if one ended it
   */
  public OptionalInt exitValue() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /**
   * Waits until it has ended. Its output may still be on its way then.
   *
   * @return its status, as {@link #exitValue()}
   * @throws IOException as {@link #waitFor(Deadline)}
   */
  public int waitFor() throws IOException {
    return waitFor(Deadline.NONE);
  }

  /**
   * Waits until it has ended. It goes on running if this fails.
   *
   * @param deadline when to give up; the ambient one joins in
   * @return its status, as {@link #exitValue()}
   * @throws org.packetloom.ConnectorTimeoutException at the deadline
   * @throws org.packetloom.ConnectorInterruptedException if the thread is interrupted; the flag
   *     stays set
   * @throws org.packetloom.ConnectorClosedException if this, or the toolkit, is closed meanwhile
   * @throws IOException only the types above
   */
  public int waitFor(Deadline deadline) throws IOException {
    if (process.isAlive()) {
      deadline.<Optional<?>, IOException>call(
          () -> {
            ending.await("wait for", () -> !process.isAlive());
            return Optional.empty();
          });
    }
    return process.exitValue();
  }

  /**
   * Chooses how long {@link #close()} lets the process end by itself before it is forced.
   *
   * @param grace zero to force it at once; 5 seconds unless chosen
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public ConnectorProcess closeGrace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace: " + grace);
    }
    this.grace = grace;
    return this;
  }

  /**
   * Closes the streams and ends the process, if it still runs, with all those that descend from it
   * at this moment: asks them to terminate, and forces those that have not after the grace time. On
   * return none of them runs. Does nothing if closed; interrupts are put off.
   *
   * @throws IOException if the system reports an error on closing a stream, or does not end the
   *     process; the rest is done all the same
   */
  @Override
  public void close() throws IOException {
    Family family = Family.of(process);
    try {
      closeStreams();
    } finally {
      family.end(grace, name);
      ending.close();
    }
  }

  private void closeStreams() throws IOException {
    try (StreamConnector _ = stdin.orElse(null);
        StreamConnector _ = stdout.orElse(null);
        StreamConnector _ = stderr.orElse(null)) {
      // closing is all there is to do
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
