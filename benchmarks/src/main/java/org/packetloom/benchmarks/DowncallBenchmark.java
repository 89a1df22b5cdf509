// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * What a call of the operating system costs through the platform: no waiting, no runtime above. The
 * kernel's own work is contained; a read that is not ready is close to the bare call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class DowncallBenchmark {
  @Param({"64", "16384"})
  public int size;

  private final int[] two = new int[2];
  private Platform platform;
  private Poller poller;
  private Transfer here;
  private Transfer there;
  private byte[] array;
  private ByteBuffer direct;

  @Setup(Level.Trial)
  public void open() throws Exception {
    platform = Platforms.current();
    poller = platform.pollers().getFirst().open();
    if (platform.descriptors().socketPair(SocketType.STREAM, two) < 0) {
      throw new IllegalStateException("socketpair");
    }
    here = poller.attach(two[0], DescriptorKind.LOCAL_STREAM, new Deaf());
    there = poller.attach(two[1], DescriptorKind.LOCAL_STREAM, new Deaf());
    array = new byte[size];
    direct = ByteBuffer.allocateDirect(size);
  }

  @TearDown(Level.Trial)
  public void close() {
    for (int descriptor : two) {
      if (platform.descriptors().close(descriptor) < 0) {
        throw new IllegalStateException("close");
      }
    }
    poller.close();
  }

  /** One call that finds nothing: EAGAIN, errno captured. */
  @Benchmark
  public int readNotReady() {
    return here.tryRead(array, 0, size);
  }

  @Benchmark
  public int writeAndReadArray() {
    return here.tryWrite(array, 0, size) + there.tryRead(array, 0, size);
  }

  @Benchmark
  public int writeAndReadDirect() {
    return here.tryWrite(direct) + there.tryRead(direct);
  }

  private static final class Deaf implements Readiness {
    @Override
    public void ready(int events) {}

    @Override
    public void failed(Throwable cause) {}
  }
}
