fn main() {
    gongkai::run()
}
