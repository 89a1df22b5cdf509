// SPDX-License-Identifier: Apache-2.0

// The peer `go`: package net, a goroutine for each connection.
//
// Its arguments are those of the Java servers: role=echo|source|sink block=BYTES timed=true|false
// path=SOCKET. Prints "READY port", answers the lines heap, stall KIND and calm of standard input, and
// ends with it.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	period   = 500 * time.Millisecond
	stall    = 200 * time.Millisecond
	deadline = 30 * time.Second

	leastDelay = 5 * time.Millisecond
	mostDelay  = time.Second
)

type plan struct {
	role, path string
	block      int
	timed      bool
}

func parse(arguments []string) plan {
	var p plan
	for _, argument := range arguments {
		key, value, _ := strings.Cut(argument, "=")
		switch key {
		case "role":
			p.role = value
		case "block":
			p.block, _ = strconv.Atoi(value)
		case "timed":
			p.timed = value == "true"
		case "path":
			p.path = value
		}
	}
	return p
}

func echo(connection net.Conn, p plan, block []byte) {
	for {
		if p.timed {
			connection.SetReadDeadline(time.Now().Add(deadline))
		}
		n, err := connection.Read(block)
		if err != nil {
			return
		}
		if _, err = connection.Write(block[:n]); err != nil {
			return
		}
	}
}

func serve(connection net.Conn, p plan) {
	defer connection.Close()
	block := make([]byte, p.block)
	var err error
	switch p.role {
	case "echo":
		echo(connection, p, block)
	case "source":
		for err == nil {
			_, err = connection.Write(block)
		}
	case "sink":
		for err == nil {
			_, err = connection.Read(block)
		}
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func compute() {
	for end := time.Now().Add(stall); time.Now().Before(end); {
	}
}

// block opens and reads a FIFO by system calls that block, past the poller.
func block(fifo string) {
	go func() {
		time.Sleep(stall / 2)
		fd, err := syscall.Open(fifo, syscall.O_WRONLY, 0)
		check(err)
		time.Sleep(stall / 2)
		syscall.Write(fd, []byte{1})
		syscall.Close(fd)
	}()
	fd, err := syscall.Open(fifo, syscall.O_RDONLY, 0)
	check(err)
	syscall.Read(fd, make([]byte, 1))
	syscall.Close(fd)
}

// stalls begins as many stalls as there are processors, every period until calm is closed.
func stalls(kind string, calm chan struct{}) {
	count := runtime.GOMAXPROCS(0)
	folder, err := os.MkdirTemp("", "packetloom-stall")
	check(err)
	for i := 0; i < count; i++ {
		check(syscall.Mkfifo(filepath.Join(folder, strconv.Itoa(i)), 0600))
	}
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	for {
		for i := 0; i < count; i++ {
			if kind == "compute" {
				go compute()
			} else {
				go block(filepath.Join(folder, strconv.Itoa(i)))
			}
		}
		select {
		case <-ticker.C:
		case <-calm:
			return
		}
	}
}

func heap() uint64 {
	var figures runtime.MemStats
	debug.FreeOSMemory()
	runtime.ReadMemStats(&figures)
	return figures.HeapAlloc
}

func obey() {
	var calm chan struct{}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch words[0] {
		case "heap":
			fmt.Printf("heap=%d\n", heap())
		case "stall":
			calm = make(chan struct{})
			go stalls(words[1], calm)
			fmt.Println("stalling=" + words[1])
		case "calm":
			close(calm)
			fmt.Println("calm=yes")
		}
	}
}

func main() {
	p := parse(os.Args[1:])
	network, address := "tcp4", "127.0.0.1:0"
	if p.path != "" {
		network, address = "unix", p.path
	}
	listener, err := net.Listen(network, address)
	check(err)
	port := 0
	if bound, ok := listener.Addr().(*net.TCPAddr); ok {
		port = bound.Port
	}
	go func() {
		delay := leastDelay
		for {
			connection, err := listener.Accept()
			if err != nil { // no descriptor left: as net/http does
				time.Sleep(delay)
				if delay *= 2; delay > mostDelay {
					delay = mostDelay
				}
				continue
			}
			delay = leastDelay
			go serve(connection, p) // TCP_NODELAY is Go's default
		}
	}()
	fmt.Println("READY", port, runtime.Version())
	obey()
}
