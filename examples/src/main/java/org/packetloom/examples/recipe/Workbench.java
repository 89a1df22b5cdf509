// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.packetloom.Packetloom;

/**
 * Where a recipe does its work: runs each trial on a virtual thread, and prints a table with what
 * came of it on Packetloom and on the JDK's own sockets.
 *
 * <p>For one thread.
 */
public final class Workbench {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LINE = "  %-38s  %-42s  %s";

  private final PrintWriter out;
  private final Optional<String> url;
  private boolean isHeaded;
  private boolean isAllWell = true;

  /**
   * An empty bench.
   *
   * @param out where it prints
   * @param url of a server that is there already, if the user has named one
   */
  public Workbench(PrintWriter out, Optional<String> url) {
    this.out = out;
    this.url = url;
  }

  /** Something that is tried on one kind of socket. */
  @FunctionalInterface
  public interface Trial {
    /**
     * Tries it, on a virtual thread of its own.
     *
     * @return a few words on what came of it
     * @throws Exception if it did not work, which makes the recipe fail
     */
    String run() throws Exception;
  }

  /**
   * The server that the user has named.
   *
   * @return empty if the recipe has to start one
   */
  public Optional<String> url() {
    return url;
  }

  /**
   * Prints a line for people.
   *
   * @param line without end of line
   */
  public void say(String line) {
    out.println(line);
  }

  /**
   * Tries the same on both kinds of socket, one after the other, and prints a row.
   *
   * @param what is tried
   * @param ours on Packetloom
   * @param theirs on the JDK's own sockets
   */
  public void row(String what, Trial ours, Trial theirs) throws Exception {
    print(what, tried(Packetloom.shared().threadFactory(), ours), tried(ofJdk(), theirs));
  }

  /**
   * Tries what only our sockets can do, and prints a row.
   *
   * @param what is tried
   * @param ours on Packetloom
   * @param theirs why the JDK's own sockets cannot
   */
  public void row(String what, Trial ours, String theirs) throws Exception {
    print(what, tried(Packetloom.shared().threadFactory(), ours), theirs);
  }

  /**
   * Whether each trial worked.
   *
   * @return true until one has thrown
   */
  public boolean isAllWell() {
    return isAllWell;
  }

  private void print(String what, String ours, String theirs) {
    if (!isHeaded) {
      out.println(String.format(Locale.ROOT, LINE, "", "Packetloom", "JDK"));
      isHeaded = true;
    }
    out.println(String.format(Locale.ROOT, LINE, what, ours, theirs));
  }

  private static ThreadFactory ofJdk() {
    return Thread.ofVirtual().factory();
  }

  private String tried(ThreadFactory threads, Trial trial) throws InterruptedException {
    FutureTask<String> task = new FutureTask<>((Callable<String>) trial::run);
    Thread thread = threads.newThread(task);
    thread.start();
    try {
      return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return failed(worded(e.getCause()));
    } catch (TimeoutException _) {
      thread.interrupt();
      return failed("no end within " + LIMIT.toSeconds() + " s");
    }
  }

  private String failed(String reason) {
    isAllWell = false;
    return "FAILED: " + reason;
  }

  /**
   * Makes a trial fail that did not come to what was wanted.
   *
   * @param wanted is to stand in the words
   * @param words on what came of it
   * @return the words
   * @throws IllegalStateException if it does not
   */
  public static String ensure(String wanted, String words) {
    if (!words.contains(wanted)) {
      throw new IllegalStateException(words);
    }
    return words;
  }

  /**
   * Words a failure.
   *
   * @param failure any
   * @return its type and message, on one line
   */
  public static String worded(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
    return failure.getClass().getSimpleName() + ": " + message;
  }
}
